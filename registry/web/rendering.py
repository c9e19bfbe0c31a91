"""Templates into pages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from contracts.model.counts import counted
from registry.entrance.gate import ACTOR
from registry.entrance.sessions import session_of
from registry.settings import VERSION
from registry.web import links, words
from registry.web.assets import asset_url
from registry.web.navigation import NAVIGATION

if TYPE_CHECKING:
    from starlette.requests import Request

    from registry.entrance.context import Context

_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with `no-referrer`, browsers would hide the origin of a form, too
    "cache-control": "private, no-store",  # after a sign-out, "back" shows nothing
    "cross-origin-opener-policy": "same-origin",
}


def render(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """The page of a template; `context` is what the template names beside what every page has.

    Every page has `here_path`, `actor` (None before anybody is known), `is_signed_in`, and `form_token` for its forms.
    """
    session = session_of(request.scope)
    here: Context = request.app.state.context
    return render_alone(
        template,
        status=status,
        here_path=request.url.path,
        actor=request.scope.get(ACTOR),
        is_signed_in=session is not None,
        has_api=True,
        form_token=here.sessions.form_token(session),
        **context,
    )


def render_alone(template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """The page of a template that needs no registry: nobody signs in, and its ways stand in the template itself."""
    nobody = {
        "here_path": "",
        "actor": None,
        "is_signed_in": False,
        "form_token": "",
        "has_api": False,
        "ignored_of": _nothing,
    }
    body = _environment().get_template(template).render({**nobody, **context})
    return HTMLResponse(body, status_code=status, headers=_HEADERS)


def _nothing(_found: object) -> None:
    """What a registry ignores: its own answer counts, whatever a repository has decided to live with."""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("registry.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        asset_url=asset_url,
        contract_url=links.contract_url,
        version_url=links.version_url,
        compare_url=links.compare_url,
        service_url=links.service_url,
        environment_url=links.environment_url,
        deploy_url=links.deploy_url,
        document_url=links.document_url,
        rule_url=links.rule_url,
        with_query=links.with_query,
        navigation=NAVIGATION,
        release=VERSION,
    )
    made.filters.update(
        breakable=words.breakable,
        counted=counted,
        moment=words.moment,
        written_json=words.written_json,
        part_name=words.plain_media_type,
        sentence=words.sentence,
        verdicts=words.verdicts,
        prose=words.prose,
    )
    return made
