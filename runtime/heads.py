"""Heads of requests that Sanic must not go on from to the body.

Upstream fault (Sanic 21.12.2, ``sanic.http.Http``): of a negative Content-Length the body is read for ever without a pause, so
that one request, which needs no token, stands a whole server still; a length that is no number, or none beside a
Transfer-Encoding that is not ``chunked``, is answered 500.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sanic.http
from sanic.exceptions import InvalidUsage
from sanic.http import Header

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
