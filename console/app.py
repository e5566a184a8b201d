"""The console as one web application, to be mounted under a prefix."""

import hashlib

from aiohttp import web

from console.limiter import AttemptLimit
from console.middleware import LARGEST_FORM, guard, own_forms, refusals, strict_headers
from console.pages.sign_in import ADDRESS_LIMIT, LOGIN_LIMIT
from console.parts import ConsoleParts
from console.permissions import PERMISSIONS
from console.render import FOLDER, TEMPLATES, build_templates
from console.routes import ROUTES
from console.visits import PARTS

STATIC = FOLDER / "static"


def build_console(parts: ConsoleParts) -> web.Application:
    """Wire pages, permissions and templates.

    Raises:
        ValueError: a route that the permissions table does not name; it would be closed to everybody.
    """
    app = web.Application(middlewares=[strict_headers, refusals, guard, own_forms], client_max_size=LARGEST_FORM)
    settings = parts.settings
    app[PARTS] = parts
    app[TEMPLATES] = build_templates(parts, _version())
    app[LOGIN_LIMIT] = AttemptLimit(settings.login_failures, settings.failure_window)
    app[ADDRESS_LIMIT] = AttemptLimit(settings.address_failures, settings.failure_window)
    for route in ROUTES:
        if route.name not in PERMISSIONS:
            raise ValueError(f"route {route.name!r} is missing in console/permissions.py")
        app.router.add_route(route.method, route.path, route.handler, name=route.name)
    app.router.add_static("/static", STATIC, name="static")
    return app


def _version() -> str:
    """Changes with the static files, so that a browser never keeps an old style over a new page."""
    content = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))
    return hashlib.sha256(content).hexdigest()[:10]
