"""The open interface as one web application, to be mounted under a prefix beside the console."""

from datetime import timedelta

from aiohttp import web

from console.api import act, pictures, reads, reveal
from console.api.answers import answered
from console.api.bodies import LARGEST
from console.api.catalogue import actions
from console.api.gate import BEARER, CALLS, STRANGERS, gate, refusals
from console.api.openapi import document
from console.limiter import AttemptLimit
from console.parts import ConsoleParts
from console.visits import PARTS
from console.work import parts_of

PREFIX = "/api/v1"


def build_api(parts: ConsoleParts) -> web.Application:
    """Wire the doors. They are closed to whoever brings no key."""
    app = web.Application(middlewares=[refusals, gate], client_max_size=LARGEST)
    settings = parts.settings
    app[PARTS] = parts
    app[CALLS] = AttemptLimit(settings.calls_per_minute, timedelta(minutes=1))
    app[STRANGERS] = AttemptLimit(settings.address_failures, settings.failure_window)
    app.router.add_get("/openapi.json", _document, name="api_document")
    app.router.add_get("/actions", _actions, name="api_actions")
    app.router.add_get("/counts", reads.counts, name="api_counts")
    app.router.add_get("/units", reads.units, name="api_units")
    app.router.add_get("/categories", reads.categories, name="api_categories")
    app.router.add_get("/tickets", reads.tickets, name="api_tickets")
    app.router.add_post("/tickets/search", reads.search, name="api_search")
    app.router.add_get("/tickets/{number}", reads.ticket, name="api_ticket")
    app.router.add_get("/tickets/{number}/pictures", pictures.pictures, name="api_pictures")
    app.router.add_get("/tickets/{number}/pictures/{kind}/{picture}", pictures.picture, name="api_picture")
    app.router.add_post("/tickets/{number}/pictures", pictures.add, name="api_add_picture")
    app.router.add_delete("/tickets/{number}/pictures/answer/{picture}", pictures.drop, name="api_drop_picture")
    app.router.add_post("/tickets/{number}/reveal", reveal.show, name="api_reveal")
    app.router.add_post("/tickets/{number}/{action}", act.take, name="api_act")
    return app


async def _document(request: web.Request) -> web.Response:
    return answered(document(parts_of(request).wording))


async def _actions(request: web.Request) -> web.Response:
    return answered({"actions": actions(parts_of(request).wording, request[BEARER].account.role)})
