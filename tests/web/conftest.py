"""The chat page in Debian's Chromium, in front of the whole running project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
import requests
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright, expect

from runtime.shell import free_port
from tests.conversations import stack

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "var" / "pictures"
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-wqy-microhei")
PHONE = {"width": 375, "height": 720}
PLATE = "冀A6P72Q"
PLATES = (
    PLATE,
    *(f"冀A6P7{number}Q" for number in "013456789"),
    *(f"冀A6P8{number}Q" for number in "0123456789"),
    *(f"冀A6P9{number}Q" for number in "0123456789"),
)
"""Cars of one owner; a second report of one car at the same time would be a duplicate."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of the browser in one event loop, that of the browser, which stands still between them."""
    for item in items:
        if Path(__file__).parent in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


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
    """The running project, and sites that embed the chat page.

    Attributes:
        url: The chat page's server.
        desk_url: The claims desk.
        other: Another site of the insurer's, on the list.
        foreign: A site on the list to which the chat page is a third party.
        stranger: A site that is not on the list.
        folder: What they write.
    """

    url: str
    desk_url: str
    other: str
    foreign: str
    stranger: str
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
    sold = [
        {
            "policy_no": f"PDAA20251301000{number:05}",
            "plate": plate,
            "vin": f"LSVNV4180J20{number:05}",
            "engine_no": f"CSR0{number:05}",
            "model": "大众朗逸",
            "insured": {"name": "刘建民", "phone": "13900001101"},
            "clause": "2020",
            "covers": ["交强险", "车损险", "三者险"],
            "start": str(today - timedelta(days=100)),
            "end": str(today + timedelta(days=100)),
        }
        for number, plate in enumerate(PLATES, 20148)
    ]
    policies = folder / "policies.jsonl"
    policies.write_text("".join(json.dumps(it, ensure_ascii=False) + "\n" for it in sold), "utf-8")
    port, strange = free_port(), free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stack, "POLICIES", policies)
        patch.setenv("WEB_SECRET", "a secret of the tests")
        for token in ("POLICY_TOKEN", "VOICE_TOKEN", "DESK_TOKEN"):
            patch.setenv(token, "local")
        patch.setenv("WEB_ORIGINS", f"http://127.0.0.1:{port}, http://localhost:{port}")
        with stack.running_stack(folder) as ports:
            url = f"http://127.0.0.1:{ports['BOT_PORT']}"
            (folder / "site").mkdir()
            (folder / "site" / "index.html").write_text(
                f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>车险</title><h1>车险</h1>'
                f'<script src="{url}/chat/embed.js" defer></script></html>',
                "utf-8",
            )
            desk = f"http://127.0.0.1:{ports['DESK_PORT']}"
            foreign = f"http://localhost:{port}"
            with (
                embedding_site(folder / "site", port) as other,
                embedding_site(folder / "site", strange) as stranger,
            ):
                yield Site(url, desk, other, foreign, stranger, folder)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright_driver() -> AsyncIterator[Playwright]:
    async with async_playwright() as playwright:
        yield playwright


ARGUMENTS = ("--no-sandbox", "--lang=zh-CN")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chrome(playwright_driver: Playwright) -> AsyncIterator[Browser]:
    browser = await playwright_driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    yield browser
    await browser.close()


Visit = Callable[..., Awaitable[Page]]

EXPECTED = ("the server responded with a status of", "net::ERR_")
"""What the browser itself writes to its console of requests that fail; the tests make them fail."""


@pytest_asyncio.fixture(loop_scope="session")
async def visit(
    site: Site, chrome: Browser, playwright_driver: Playwright, tmp_path: Path
) -> AsyncIterator[Visit]:
    """Open the chat page in a new browser profile; afterwards nothing may have been asked of any other host.

    Nor may the page have raised an error, or the browser have written a warning to its console.
    """
    asked: list[str] = []
    wrong: list[str] = []
    options = {"viewport": PHONE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
    async with AsyncExitStack() as profiles:

        async def profile(settings: dict[str, Any], **wanted: Any) -> BrowserContext:
            if not settings:
                return await chrome.new_context(**{**options, **wanted})
            folder = tmp_path / "profile" / "Default"
            folder.mkdir(parents=True)
            (folder / "Preferences").write_text(json.dumps(settings))
            return await playwright_driver.chromium.launch_persistent_context(
                folder.parent, executable_path=chromium(), args=ARGUMENTS, **{**options, **wanted}
            )

        async def open_page(
            path: str = "/chat",
            base: str = "",
            without_cookies: bool = False,
            default_font_size: int = 0,
            **wanted: Any,
        ) -> Page:
            settings: dict[str, Any] = {}  # a person's own
            if without_cookies:  # third parties may keep nothing
                settings["profile"] = {"cookie_controls_mode": 1, "block_third_party_cookies": True}
            if default_font_size:
                settings["webkit"] = {"webprefs": {"default_font_size": default_font_size}}
            context = await profile(settings, **wanted)
            profiles.push_async_callback(context.close)
            context.set_default_timeout(20_000)
            context.on("request", lambda request: asked.append(request.url))
            context.on("weberror", lambda error: wrong.append(str(error.error)))
            context.on(
                "console",
                lambda said: (
                    wrong.append(said.text)
                    if said.type in ("warning", "error") and not any(it in said.text for it in EXPECTED)
                    else None
                ),
            )
            page = await context.new_page()
            await page.goto((base or site.url) + path)
            return page

        expect.set_options(timeout=20_000)
        yield open_page
    own = {urlsplit(url).netloc for url in (site.url, site.other, site.foreign, site.stranger)}
    strangers = {urlsplit(url).netloc for url in asked} - own - {""}
    assert not strangers
    assert not wrong
