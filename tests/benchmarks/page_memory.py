"""What the page costs in memory: run by hand, `python tests/benchmarks/page_memory.py [VISITS]`.

Serves the page and opens it in Chromium, once and then by 20 people at once, each with a note of 400 words of their own
in the draft. Prints the server's resident memory after each step.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.conftest import BROWSERS
from browser.serving import Served, serving
from browser.waiting import settled

TEXT = Path(__file__).with_name("visit.txt").read_text(encoding="utf-8").split()


def megabytes(served: Served) -> float:
    """Resident memory of the server."""
    status = Path(f"/proc/{served.process.pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def note(number: int) -> str:
    """400 words, others for each visitor."""
    words = (TEXT * 3)[number * 7 : number * 7 + 398]
    return f"Visitor {number}: " + " ".join(words)


def visit(browser: Browser, served: Served, number: int) -> BrowserContext:
    """Open the page and put a note into the draft."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(served.address)
    settled(page)
    page.get_by_label("Your draft", exact=True).focus()
    page.keyboard.insert_text(note(number))
    page.wait_for_timeout(1500)
    settled(page)
    return context


def main(visits: int) -> None:
    """Measure and print."""
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as served,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program)
        print(f"nobody yet          {megabytes(served):6.0f} MB")
        open_visits = [visit(browser, served, 0)]
        one = megabytes(served)
        print(f"1 visit             {one:6.0f} MB")
        open_visits += [visit(browser, served, number) for number in range(1, visits)]
        many = megabytes(served)
        print(f"{visits} visits at once   {many:6.0f} MB, {(many - one) / (visits - 1):.1f} for each more")
        for context in open_visits:
            context.close()
        time.sleep(10)
        print(f"all tabs closed     {megabytes(served):6.0f} MB")
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
