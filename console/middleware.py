"""What holds for every request: refusals become pages, headers are strict, nobody enters without a permission."""

import logging
from collections.abc import Mapping

from aiohttp import web
from aiohttp.http import HttpProcessingError
from aiohttp.typedefs import Handler

from casework.pictures import LARGEST as PICTURE
from casework.pictures import MOST
from console.faults import explain, status_of
from console.forms import TOKEN_FIELD
from console.permissions import EVERYONE, PERMISSIONS, may_open
from console.render import address, bare
from console.visits import COOKIE, SIGN_IN_COOKIE, VISIT, Visit, find_visit, form_token, same_token
from console.work import parts_of, work
from hotline.errors import HotlineError

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PAGE_OF = {
    "act": "ticket",
    "do_reveal": "ticket",
    "do_take": "attention",
    "do_reply": "attention",
    "do_finish": "attention",
    "do_prefill": "call",
    "do_call": "call",
    "do_search": "tickets",
    "do_password": "password",
    "do_settle": "corrections",
    "do_resume": "caution",
    "do_revive": "dead_letters",
    "do_revisit": "revisits",
    "do_decide_claim": "assessment_claims",
    "do_claim": "home",
    "do_secrecy": "home",
    "do_help": "home",
    "do_new_entry": "new_entry",
    "do_try_question": "try_question",
    "do_import_entries": "import_entries",
    "do_repeal": "sources",
    "do_restore_source": "sources",
    "do_edit_entry": "knowledge",
    "do_entry": "knowledge",
    "do_find_account": "accounts",
    "do_add_account": "accounts",
    "do_disable": "accounts",
    "do_revoke_key": "accounts",
    "do_new_password": "accounts",
    "do_edit_day": "calendar",
    "do_import_calendar": "calendar",
    "do_preview_deadlines": "deadlines",
    "do_publish_deadlines": "deadlines",
    "do_go_away": "away",
    "do_come_back": "away",
}
_SAFE = frozenset({"GET", "HEAD"})
LARGEST_FORM = 256 * 1024
"""Bytes. Mounted under another application, the console cannot set aiohttp's own limit."""
UPLOADS = {
    "do_import_entries": 10 * 1024 * 1024,
    "do_evidence": PICTURE + LARGEST_FORM,
    "answer": MOST * PICTURE + LARGEST_FORM,
}
"""Forms that bring a file, by route or action, and how much of it is taken. The file is kept on disk while it is
read."""


def route_name(request: web.Request) -> str:
    """The name of the matched route; empty where none matched."""
    resource = request.match_info.route.resource
    return str(resource.name or "") if resource else ""


@web.middleware
async def strict_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Nothing is framed, nothing foreign is loaded, no page with a citizen's matter stays in a cache."""
    response = await handler(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = "max-age=86400" if route_name(request) == "static" else "no-store"
    return response


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A refusal is a page with a sentence; a fault is written down by its kind, never with the citizen's words."""
    try:
        return await handler(request)
    except HotlineError as error:
        return refusal(request, status_of(error), explain(parts_of(request).wording, error))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return refusal(request, error.status, _http_sentence(request, error.status))
    except Exception as error:  # noqa: BLE001 - the last net: the person gets a page, the log the place
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        log.error("console fault %s at %s on route %s", type(error).__name__, where, route_name(request))  # noqa: TRY400 - a traceback could carry the citizen's words
        return refusal(request, 500, _http_sentence(request, 500))


def refusal(request: web.Request, status: int, sentence: str) -> web.Response:
    """The page for a no."""
    return bare(request, "error.html", status, sentence=sentence, status_code=status, next=_page_of(request))


def _page_of(request: web.Request) -> str:
    """The page on which the form of this request stood: an address that only takes forms cannot be opened again."""
    page = PAGE_OF.get(route_name(request), "home")
    if page == "ticket":
        return address(request, page, number=request.match_info["number"])
    return address(request, page)


def _http_sentence(request: web.Request, status: int) -> str:
    wording = parts_of(request).wording
    key = f"console.http.{status}"
    if status == web.HTTPRequestEntityTooLarge.status_code and route_name(request) in UPLOADS:
        key = "console.http.413_file"
    return wording.say(key if key in wording else "console.http.other")


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who asks, and refuse whoever the permissions table does not name."""
    name = route_name(request)
    if name == "static":
        return await handler(request)
    token = request.cookies.get(COOKIE, "")
    visit = await work(request, find_visit, parts_of(request), token) if token else None
    if visit is not None:
        request[VISIT] = visit
    if request.match_info.http_exception is not None or PERMISSIONS.get(name, frozenset()) is EVERYONE:
        return await handler(request)
    if visit is None:
        return _please_sign_in(request)
    if not may_open(name, visit.account.role):
        return refusal(request, 403, parts_of(request).wording.say("error.not_allowed"))
    return await handler(request)


def _please_sign_in(request: web.Request) -> web.Response:
    """A page leads to the sign-in and comes back; a form says that the session is over, for what was typed is there."""
    if request.method in _SAFE and not request.path.endswith(".json"):
        return web.Response(status=303, headers={"Location": address(request, "sign_in", {"next": request.path})})
    return refusal(request, 401, _http_sentence(request, 401))


@web.middleware
async def own_forms(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A form without the token of this very session was not made by us."""
    if request.method not in _SAFE and request.match_info.http_exception is None:
        largest = _largest(request)
        if largest > LARGEST_FORM:
            request = request.clone(client_max_size=largest)
        given = (await _posted(request)).get(TOKEN_FIELD)
        if not isinstance(given, str) or not same_token(given, expected_token(request)):
            return refusal(request, 403, parts_of(request).wording.say("console.http.token"))
    return await handler(request)


def _largest(request: web.Request) -> int:
    name = route_name(request)
    return UPLOADS.get(request.match_info.get("action", "") if name == "act" else name, LARGEST_FORM)


async def _posted(request: web.Request) -> Mapping[str, object]:
    """The fields of the form.

    Raises:
        HTTPRequestEntityTooLarge: more than any form of ours has.
        HTTPBadRequest: it cannot be read as a form; that is the sender's mistake and no fault of ours.
    """
    size = request.content_length or 0
    largest = _largest(request)
    if size > largest:
        raise web.HTTPRequestEntityTooLarge(max_size=largest, actual_size=size)
    try:
        return await request.post()
    except (HttpProcessingError, web.RequestPayloadError, ConnectionError, ValueError, LookupError):
        raise web.HTTPBadRequest from None


def expected_token(request: web.Request) -> str:
    """What the form must carry: bound to the session, or before signing in to the sign-in page's own cookie."""
    visit: Visit | None = request.get(VISIT)
    if route_name(request) != "do_sign_in" and visit is not None:
        return visit.form_token
    return form_token(request.cookies.get(SIGN_IN_COOKIE) or "\0missing")
