"""The chat page in Chromium: ``python -m bench.web http://127.0.0.1:5005`` measures one that runs.

Time to first message: from the start of navigation, with nothing cached, to the greeting on the screen. Bytes: everything
the browser received until then and until the page was complete, compressed as it came. Reply: from Enter to the bot's
next bubble. Each the median and the worst of several visits.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from collections.abc import Sequence

from playwright.sync_api import Browser, Page, sync_playwright

VISITS = 7
WORDS = ("冀A6P72Q", "对", "半个小时前", "石家庄裕华路", "我倒车的时候撞到护栏了")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

Row = tuple[str, float, float, str]


def visit(browser: Browser, url: str) -> tuple[float, float, list[float]]:
    """Visit once; return milliseconds to the first message, kilobytes, and milliseconds of each reply."""
    page = browser.new_context(viewport={"width": 375, "height": 720}).new_page()
    received = [0.0]
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on(
        "Network.loadingFinished",
        lambda event: received.__setitem__(0, received[0] + event["encodedDataLength"]),
    )
    page.goto(f"{url}/chat")
    page.wait_for_selector("#tools:not([hidden])")
    first = page.evaluate("performance.getEntriesByName('first-message')[0].startTime")
    kilobytes = received[0] / 1000
    replies = [_reply(page, words) for words in WORDS]
    page.context.close()
    return first, kilobytes, replies


def _reply(page: Page, words: str) -> float:
    bubbles = page.locator("deep-chat .ai-message-text:not(.loading-message-text)")
    before = bubbles.count()
    page.locator("#text-input").fill(words)
    started = time.perf_counter()
    page.locator("#text-input").press("Enter")
    bubbles.nth(before).wait_for()
    return (time.perf_counter() - started) * 1000


def measure(url: str, visits: int = VISITS) -> list[Row]:
    """Visit several times; return (what, median, worst, unit)."""
    path = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        made = [visit(browser, url) for _ in range(visits)]
        browser.close()
    return [
        _row("time to first message", [it[0] for it in made], "ms"),
        _row("received until complete", [it[1] for it in made], "kB"),
        _row("Enter to reply", [reply for it in made for reply in it[2]], "ms"),
    ]


def _row(what: str, values: Sequence[float], unit: str) -> Row:
    return what, statistics.median(values), max(values), unit


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    options.add_argument("url", nargs="?", default="http://127.0.0.1:5005")
    print(f"{'chat page':<26}{'median':>10}{'worst':>10}")
    for what, median, worst, unit in measure(options.parse_args().url.rstrip("/")):
        print(f"{what:<26}{median:>10.0f}{worst:>10.0f} {unit}")


if __name__ == "__main__":
    main()
