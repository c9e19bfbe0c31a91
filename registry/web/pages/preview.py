"""A design document before it is registered: pasted or uploaded, read, planned; and registered if that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from contracts.model import DocumentId
from registry.auth.actors import Actor
from registry.auth.roles import AccessRole
from registry.entrance.access import actor_of, least
from registry.entrance.context import Context, Here
from registry.entrance.document_paths import MAX_PATH_CHARACTERS, document_path
from registry.services.registration import Preview, Registration, preview_documents, register_documents
from registry.web.asked import Text
from registry.web.comparing import witness_lines
from registry.web.page_route import PageRoute
from registry.web.rendering import render
from registry.web.reviewing import review_of

router = APIRouter(route_class=PageRoute)

_SOURCE, _PATH = "local", "docs/design.md"
Field = Annotated[str, Form()]


class Unusable(Exception):
    """A form that holds no document that can be read: what is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What the form holds: the text of a document, or a file instead of it, and where the document belongs."""

    text: str = ""
    source: str = _SOURCE
    path: str = _PATH
    file: bytes | None = None

    def whole(self) -> Pasted:
        """The same with the text of the file.

        Raises:
            Unusable: the file is no text.
        """
        if self.file is None:
            return self
        try:
            return Pasted(text=self.file.decode("utf-8-sig"), source=self.source, path=self.path)
        except UnicodeDecodeError as error:
            raise Unusable(f"The file is not UTF-8 text (byte {error.start}): save it as UTF-8.") from error

    def identity(self) -> DocumentId:
        """The document that is meant.

        Raises:
            Unusable: the repository or the path is none.
        """
        if not 0 < len(self.source) <= MAX_PATH_CHARACTERS or not self.source.isprintable():
            raise Unusable("Say which repository the document belongs to, as in example.org/shop/orders.")
        try:
            return DocumentId(source=self.source, path=document_path(self.path))
        except ValueError as error:
            raise Unusable(f"{error}.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of the page may name."""

    source: Text = ""
    path: Text = ""
    example: Text = ""


async def pasted_in(
    text: Field = "", source: Field = "", path: Field = "", file: Annotated[UploadFile | None, File()] = None
) -> Pasted:
    """What the form holds; a file that is named and has no path yet keeps its name."""
    is_chosen = file is not None and bool(file.filename)
    return Pasted(
        text=text,
        source=source.strip(),
        path=path.strip() or (file.filename or "" if file is not None else "") or _PATH,
        file=await file.read() if file is not None and is_chosen else None,
    )


Sent = Annotated[Pasted, Depends(pasted_in)]


@router.get("/preview")
async def show_preview(request: Request, here: Here, asked: Annotated[Asked, Depends()]) -> Response:
    """The form, for a document that is there already if one is named; or with an example, reviewed."""
    text = _example() if asked.example else ""
    return await _reviewed(request, here, Pasted(source=asked.source or _SOURCE, path=asked.path or _PATH, text=text))


@router.post("/preview")
@least(AccessRole.READER)
async def preview(request: Request, here: Here, pasted: Sent) -> Response:
    """What the document says, and what registering it would do."""
    return await _reviewed(request, here, pasted)


@router.post("/preview/register")
@least(AccessRole.REGISTRAR)
async def register(request: Request, here: Here, pasted: Sent) -> Response:
    """Register the document; refused or not, the page says what became of it."""
    return await _reviewed(request, here, pasted, is_sent=True)


async def _reviewed(request: Request, here: Context, pasted: Pasted, *, is_sent: bool = False) -> Response:
    try:
        whole = pasted.whole()
        identity = whole.identity()
    except Unusable as error:
        return render(request, "preview.html", status=422, asked=pasted, review=None, refusal=str(error))
    if not whole.text.strip():
        return render(request, "preview.html", asked=whole, review=None, refusal="")
    caller = actor_of(request)
    found = await _previewed(here, caller, whole, is_sent=is_sent)
    return render(
        request,
        "preview.html",
        asked=whole,
        identity=identity,
        refusal="",
        plan=found.plan,
        is_sent=is_sent,
        may_register=caller.may(AccessRole.REGISTRAR),
        review=review_of(found.documents[0], whole.text, found.plan),
        witness_lines=witness_lines,
    )


async def _previewed(here: Context, caller: Actor, pasted: Pasted, *, is_sent: bool) -> Preview:
    """The document and its plan, which was carried out if it was sent to be registered."""
    registration = Registration(source=pasted.source, texts={pasted.path: pasted.text}, actor=caller)
    found = await preview_documents(here.database, here.work(), registration, policy=here.policy)
    if not is_sent or found.plan.refusal is not None:
        return found
    plan = await register_documents(here.database, here.work(), registration, policy=here.policy)
    return Preview(documents=found.documents, plan=plan)


def _example() -> str:
    return files("registry.web").joinpath("example.md").read_text(encoding="utf-8")
