"""What only the open interface refuses."""

from hotline.errors import HotlineError


class KeyRefusedError(HotlineError):
    """No key, or one that is unknown, over or revoked."""

    code = "key_refused"


class TooManyCallsError(HotlineError):
    """The key asked for too much within a minute."""

    code = "too_many_calls"


class NotJsonError(HotlineError):
    """The body cannot be read as a JSON object."""

    code = "not_json"


class NameReusedError(HotlineError):
    """The Idempotency-Key was used for another call."""

    code = "name_reused"


class BodyTooLargeError(HotlineError):
    """More than any call of ours needs."""

    code = "body_too_large_api"
