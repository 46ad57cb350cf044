"""The chat page in Debian's Chromium, in front of the whole running project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from runtime.shell import free_port
from tests.conversations import stack

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "var" / "pictures"
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-wqy-microhei")
PHONE = {"width": 375, "height": 720}
PLATE = "冀A6P72Q"


def chromium() -> str:
    """Find Chromium; install Debian's where that is allowed, else fail with the command to type."""
    for _ in range(2):
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if found:
            return found
        if os.geteuid() == 0 and shutil.which("apt-get"):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
                subprocess.run(["apt-get", "-qq", *command], env=environment, check=False)
    pytest.fail(f"The browser tests need Chromium: sudo apt-get install {' '.join(PACKAGES)}", pytrace=False)


@dataclass
class Site:
    """The running project, and another site of the insurer's that embeds the chat page."""

    url: str
    desk_url: str
    other: str
    folder: Path

    def desk(self, path: str, token: str = "local") -> requests.Response:
        """Ask the claims desk."""
        return requests.get(
            f"{self.desk_url}/api/{path}", headers={"Authorization": f"Bearer {token}"}, timeout=10
        )

    def desk_says(self, path: str) -> Any:
        answer = self.desk(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def photo(self, name: str, token: str = "local") -> requests.Response:
        return self.desk(f"photos/{name}", token)


@contextmanager
def embedding_site(folder: Path, port: int) -> Iterator[str]:
    """Serve ``folder`` as a site of its own."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

    server = ThreadingHTTPServer(("127.0.0.1", port), Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole project with policies in force today, and a page elsewhere that embeds the chat."""
    folder = tmp_path_factory.mktemp("web")
    today = date.today()
    policy = {
        "policy_no": "PDAA2025130100020148",
        "plate": PLATE,
        "vin": "LSVNV4180J2013725",
        "engine_no": "CSR083612",
        "model": "大众朗逸",
        "insured": {"name": "刘建民", "phone": "13900001101"},
        "clause": "2020",
        "covers": ["交强险", "车损险", "三者险"],
        "start": str(today - timedelta(days=100)),
        "end": str(today + timedelta(days=100)),
    }
    policies = folder / "policies.jsonl"
    policies.write_text(json.dumps(policy, ensure_ascii=False) + "\n", "utf-8")
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stack, "POLICIES", policies)
        patch.setenv("WEB_SECRET", "a secret of the tests")
        for token in ("POLICY_TOKEN", "VOICE_TOKEN", "DESK_TOKEN"):
            patch.setenv(token, "local")
        patch.setenv("WEB_ORIGINS", f"http://127.0.0.1:{port}")
        with stack.running_stack(folder) as ports:
            url = f"http://127.0.0.1:{ports['BOT_PORT']}"
            (folder / "site").mkdir()
            (folder / "site" / "index.html").write_text(
                f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>车险</title><h1>车险</h1>'
                f'<script src="{url}/chat/embed.js" defer></script></html>',
                "utf-8",
            )
            with embedding_site(folder / "site", port) as other:
                yield Site(url, f"http://127.0.0.1:{ports['DESK_PORT']}", other, folder)


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """Chromium. Not pytest-playwright's fixture: that one leaves an event loop behind for the tests after it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--lang=zh-CN"]
        )
        yield browser
        browser.close()


def elsewhere(site: Site) -> str:
    """Return the address of a site that is not on the list: the same pages under another origin."""
    return site.other.replace("127.0.0.1", "localhost")


Visit = Callable[..., Page]


@pytest.fixture
def visit(site: Site, chrome: Browser) -> Iterator[Visit]:
    """Open the chat page in a new browser profile; afterwards nothing may have been asked of any other host."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    wrong: list[str] = []

    def open_page(path: str = "/chat", base: str = "", **options: Any) -> Page:
        context = chrome.new_context(
            **{"viewport": PHONE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        page = context.new_page()
        page.goto((base or site.url) + path)
        return page

    expect.set_options(timeout=20_000)
    yield open_page
    for context in contexts:
        context.close()
    own = {"", *(urlsplit(url).netloc for url in (site.url, site.other)), urlsplit(elsewhere(site)).netloc}
    strangers = {urlsplit(url).netloc for url in asked} - own
    assert not strangers
    assert not wrong
