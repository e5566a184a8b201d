"""Who may come in: a key in the header, within its limit, for a role that the permissions table names."""

import logging

from aiohttp import web
from aiohttp.typedefs import Handler

from console.api.answers import refused, said
from console.api.keys import Bearer, find_bearer
from console.api.refusals import KeyRefusedError, TooManyCallsError
from console.limiter import AttemptLimit
from console.middleware import route_name
from console.permissions import may_open
from console.visits import sender_address
from console.work import parts_of, work
from hotline.errors import HotlineError, NotAllowedError

log = logging.getLogger(__name__)
BEARER = web.RequestKey("bearer", Bearer)
CALLS = web.AppKey("calls", AttemptLimit)
STRANGERS = web.AppKey("strangers", AttemptLimit)
OPEN = frozenset({"api_document"})
"""What says nothing about anybody."""
AS_ON_PAGE = {
    "api_actions": ("ticket",),
    "api_tickets": ("tickets", "inbox"),
    "api_search": ("tickets", "inbox"),
    "api_ticket": ("ticket",),
    "api_act": ("act",),
    "api_pictures": ("picture",),
    "api_picture": ("picture",),
    "api_add_picture": ("do_drop_picture",),
    "api_drop_picture": ("do_drop_picture",),
    "api_reveal": ("do_reveal",),
    "api_counts": ("counts",),
    "api_units": ("ticket", "units"),
    "api_categories": ("ticket", "units"),
}
"""Each call is open to the roles that may open one of these pages of the console; there is no table of its own."""


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong, the answer is JSON; a fault is written down by its place, never with anybody's words."""
    wording = parts_of(request).wording
    try:
        return await handler(request)
    except HotlineError as error:
        return refused(wording, error)
    except web.HTTPException as error:
        return said(wording, error.status)
    except Exception as error:  # noqa: BLE001 - the last net
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        log.error("api fault %s at %s on route %s", type(error).__name__, where, route_name(request))  # noqa: TRY400 - a traceback could carry the citizen's words
        return said(wording, 500)


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find the caller; refuse a role that could not open the page either."""
    name = route_name(request)
    if name in OPEN:
        return await handler(request)
    bearer = request[BEARER] = await _bearer(request)
    if not request.app[CALLS].admit(str(bearer.key.id), parts_of(request).now()):
        raise TooManyCallsError
    if request.match_info.http_exception is None and not _may(name, bearer):
        raise NotAllowedError(what="api", key=name)
    return await handler(request)


def _may(name: str, bearer: Bearer) -> bool:
    return any(may_open(page, bearer.account.role) for page in AS_ON_PAGE.get(name, ()))


async def _bearer(request: web.Request) -> Bearer:
    """Raises KeyRefusedError; TooManyCallsError where one address tried too many wrong keys."""
    parts, strangers = parts_of(request), request.app[STRANGERS]
    address = sender_address(request, parts.settings.trusted_proxies)
    if not strangers.admit(address, parts.now()):
        raise TooManyCallsError
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    right = scheme.lower() == "bearer" and secret.strip().isascii()
    bearer = await work(request, find_bearer, parts, secret.strip()) if right else None
    if bearer is None:
        raise KeyRefusedError
    strangers.take_back(address)
    return bearer
