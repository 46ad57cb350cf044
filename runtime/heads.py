"""Heads of requests that Sanic must not go on from to the body.

Upstream fault (Sanic 21.12.2, ``sanic.http.Http``): of a negative Content-Length the body is read for ever without a pause, so
that one request, which needs no token, stands a whole server still; a length that is no number, or none beside a
Transfer-Encoding that is not ``chunked``, is answered 500; so is a method that is no text, whose refusal quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sanic.http
from sanic import Sanic
from sanic.exceptions import InvalidUsage, MethodNotSupported
from sanic.http import Header
from sanic.request import Request
from sanic.response import HTTPResponse, json

LENGTH = re.compile(r"[0-9]{1,18}")


class CheckedHeader(Header):
    """The headers of a request whose body has a length, or comes in chunks."""

    def __init__(self, headers: Sequence[tuple[str, str]]) -> None:
        """Keep the headers.

        Raises:
            InvalidUsage: Where a body ends cannot be told; answered 400.
        """
        super().__init__(headers)
        lengths = {length.strip() for length in self.getall("content-length", [])}
        coding = self.getone("transfer-encoding", None)
        if len(lengths) > 1 or not all(map(LENGTH.fullmatch, lengths)) or coding not in (None, "chunked"):
            raise InvalidUsage("Bad Request")


def install() -> None:
    """Answer 400 to such requests in this process; before a server starts, for Sanic then compiles its own methods anew."""
    sanic.http.Header = CheckedHeader  # type: ignore[misc,assignment]


def refuse_methods(app: Sanic) -> None:
    """Answer 405 to a method a path does not have, without repeating it."""

    def refuse(_: Request, error: MethodNotSupported) -> HTTPResponse:
        return json({"error": "Method Not Allowed"}, status=405, headers=error.headers)

    app.error_handler.add(MethodNotSupported, refuse)
