"""The telephones of a local run: what text messages arrived, by number. In a file, so that none is taken twice after a restart."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from claims.webhook import BadSignature, verify

SHOWN = 500
"""So many of the newest messages are on the page."""

_TABLE = "CREATE TABLE IF NOT EXISTS arrived (id TEXT PRIMARY KEY, number TEXT, text TEXT, at REAL)"

_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>沙箱电话</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="5">
<style>
body {{ margin: 0; font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1c2733; background: #eef1f4 }}
header {{ background: #123a5c; color: #fff; padding: 16px 20px }}
h1 {{ margin: 0; font-size: 20px }} header p {{ margin: 4px 0 0; font-size: 14px; color: #d5e2ee }}
main {{ max-width: 720px; margin: 0 auto; padding: 16px }}
section {{ background: #fff; border-radius: 12px; padding: 12px 16px; margin-bottom: 16px }}
h2 {{ margin: 0 0 8px; font-size: 17px }} h2 a {{ color: inherit; text-decoration: none }}
article {{ background: #e6f0e4; border-radius: 12px; padding: 8px 12px; margin: 8px 0; overflow-wrap: anywhere }}
time {{ display: block; font-size: 13px; color: #51606d }}
</style></head><body>
<header><h1>沙箱电话</h1><p>本机试运行时，发给客户的短信都到这里，不会发到真实号码。每 5 秒刷新。</p></header>
<main>{body}</main></body></html>"""


class Telephone:
    """Takes signed messages and shows them."""

    def __init__(self, file: Path, secret: str) -> None:
        """Keep messages in ``file``, made when the first arrives; ``secret`` is ``SMS_SECRET``."""
        self.file, self.secret = file, secret

    async def take(self, request: Request) -> Response:
        """Take a message; one that was taken before is answered alike and kept once."""
        body = await request.body()
        try:
            key = verify(self.secret, request.headers, body, time.time())
        except BadSignature as error:
            return JSONResponse({"error": str(error)}, 401)
        try:
            said = json.loads(body)
            number, text = str(said["to"]), str(said["text"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return JSONResponse({"error": "to and text are needed"}, 422)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as database, database:
            database.execute(_TABLE)
            database.execute(
                "INSERT OR IGNORE INTO arrived VALUES (?, ?, ?, ?)", (key, number, text, time.time())
            )
        return JSONResponse({"id": key, "status": "accepted"}, 202)

    async def page(self, request: Request) -> Response:
        """Show what arrived, the newest number first; of one number with ``?number=``."""
        wanted = request.query_params.get("number")
        by_number: dict[str, list[dict[str, Any]]] = {}
        for message in self.arrived():
            if wanted in (None, message["number"]):
                by_number.setdefault(message["number"], []).append(message)
        sections = "".join(_section(number, messages) for number, messages in by_number.items())
        return HTMLResponse(_PAGE.format(body=sections or "<section>还没有短信。</section>"))

    def arrived(self) -> list[dict[str, Any]]:
        """Return the newest messages, the newest first: ``{"id", "number", "text", "at"}``, ``at`` in seconds since 1970."""
        if not self.file.exists():
            return []
        with closing(self._open()) as database:
            rows = database.execute(
                "SELECT id, number, text, at FROM arrived ORDER BY at DESC, rowid DESC LIMIT ?", (SHOWN,)
            ).fetchall()
        return [dict(zip(("id", "number", "text", "at"), row, strict=True)) for row in rows]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, timeout=5)


def _section(number: str, messages: list[dict[str, Any]]) -> str:
    articles = "".join(
        f"<article><time>{time.strftime('%m月%d日 %H:%M:%S', time.localtime(it['at']))}</time>{escape(it['text'])}</article>"
        for it in messages
    )
    shown = escape(number)
    return f'<section><h2><a href="?number={shown}">{shown}</a></h2>{articles}</section>'
