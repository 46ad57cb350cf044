"""The page and its parts: read once, compressed once, served with the headers that hold them together."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse, raw, text

from claims.settings import Settings

FOLDER = Path(__file__).parents[2] / "web"

PARTS = {
    "icon.svg": ("icon.svg", "image/svg+xml"),
    "page.css": ("page.css", "text/css; charset=utf-8"),
    "embed.js": ("embed.js", "text/javascript; charset=utf-8"),
    "chat.js": ("chat.js", "text/javascript; charset=utf-8"),
    "log.js": ("log.js", "text/javascript; charset=utf-8"),
    "photos.js": ("photos.js", "text/javascript; charset=utf-8"),
    "tools.js": ("tools.js", "text/javascript; charset=utf-8"),
    "page.js": ("page.js", "text/javascript; charset=utf-8"),
    "": ("page.html", "text/html; charset=utf-8"),
}
"""Name under ``/chat/`` -> file under ``web/``, media type; those that name others after those they name. Nothing else is served."""

FILLED = {"": ("company", "hotline"), "embed.js": ("origins",)}
"""Parts -> the settings that are written into them."""

FOR_EVER = "public, max-age=31536000, immutable"
FRESH = "no-cache"


@dataclass(frozen=True)
class Part:
    """A file as it goes over the wire."""

    body: bytes
    packed: bytes
    kind: str
    tag: str


class Pages:
    """Serves the files of ``web/``."""

    def __init__(self, settings: Settings) -> None:
        """Read and compress the files; ``{company}``, ``{hotline}`` and ``{origins}`` in them are filled from ``settings``."""
        self._parts = _parts(settings)
        frames = " ".join(("'self'", *settings.origins))
        self._policy = "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data: blob:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                f"frame-ancestors {frames}",
            )
        )

    def serve(self, name: str, request: Request) -> HTTPResponse:
        """Serve a part: compressed where the browser takes it, 304 where it has it already, 404 for no part."""
        part = self._parts.get(name)
        if part is None:
            return text("没有这个页面。", status=404)
        headers = {
            "Cache-Control": FOR_EVER if "v" in request.args else FRESH,
            "ETag": part.tag,
            "Vary": "Accept-Encoding",
            "Content-Security-Policy": self._policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
        }
        if request.headers.get("if-none-match") == part.tag:
            return raw(b"", status=304, headers=headers)
        packed = "gzip" in (request.headers.get("accept-encoding") or "")
        if packed:
            headers["Content-Encoding"] = "gzip"
        return raw(part.packed if packed else part.body, headers=headers, content_type=part.kind)


def _parts(settings: Settings) -> dict[str, Part]:
    """Read the files; each is named by its digest where another one asks for it, so that it may be kept for ever."""
    values = {"company": settings.company, "hotline": settings.hotline, "origins": " ".join(settings.origins)}
    parts: dict[str, Part] = {}
    for name, (file, kind) in PARTS.items():
        words = (FOLDER / file).read_text(encoding="utf-8")
        for part, made in parts.items():
            words = words.replace(f'"/chat/{part}"', f'"/chat/{part}?v={made.tag[1:-1]}"')
        for key in FILLED.get(name, ()):
            words = words.replace("{" + key + "}", escape(values[key]))
        body = words.encode()
        tag = hashlib.sha256(body).hexdigest()[:16]
        parts[name] = Part(body, gzip.compress(body, 9, mtime=0), kind, f'"{tag}"')
    return parts
