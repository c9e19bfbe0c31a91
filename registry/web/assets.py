"""What browsers load beside the pages: from the package, under names that change with the contents."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from registry.entrance.conditions import already_has
from registry.entrance.gate import STATIC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file of `static/`: `served_as` is its name with the beginning of its digest, `bindery.1f2e3d4c5b6a.css`."""

    served_as: str
    digest: str
    media_type: str
    body: bytes
    compressed: bytes

    @classmethod
    def of(cls, name: str, body: bytes) -> Asset:
        """The asset of a file."""
        digest = hashlib.sha256(body).hexdigest()
        stem, _, ending = name.rpartition(".")
        return cls(
            served_as=f"{stem}.{digest[:12]}.{ending}",
            digest=digest,
            media_type=_TYPES[ending],
            body=body,
            compressed=gzip.compress(body, mtime=0),
        )


@cache
def assets() -> Mapping[str, Asset]:
    """All assets by the names of their files; what a browser does not load, as a licence, is left out."""
    found = files("registry.web").joinpath("static").iterdir()
    named = {item.name: item for item in found if item.name.rpartition(".")[2] in _TYPES}
    return {name: Asset.of(name, item.read_bytes()) for name, item in sorted(named.items())}


@cache
def _served() -> Mapping[str, Asset]:
    return {asset.served_as: asset for asset in assets().values()}


def asset_url(name: str) -> str:
    """The URL of a file of `static/`."""
    return STATIC + assets()[name].served_as


async def read_asset(request: Request) -> Response:
    """The file, which never changes under this name; 304 if the browser has it."""
    asset = _served().get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    headers = {
        "cache-control": _FOR_EVER,
        "etag": f'"{asset.digest}"',
        "vary": "accept-encoding",
        "x-content-type-options": "nosniff",
    }
    if already_has(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.compressed, media_type=asset.media_type, headers={**headers, "content-encoding": "gzip"})
    return Response(asset.body, media_type=asset.media_type, headers=headers)
