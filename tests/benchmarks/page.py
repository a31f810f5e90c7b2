"""How long the worker waits: from the last key to marks that are painted, on the page as `notecheck page` serves it.

    python tests/benchmarks/page.py [--rounds 30]

Types into the middle of drafts of 100, 400 and 2,000 words in the machine's Chromium, pauses, and measures in the
browser itself until the first frame in which a new mark is to be seen. Prints p50 and p95 in milliseconds, how much of
it is left when the half second that the editor waits for the next key is taken off, what the editor's own work on a
key costs, and the memory of the page's process and of LanguageTool's. Once without grammar and once with it, where
`notecheck grammar install` has set it up.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.serving import serving
from browser.waiting import settled

from notecheck import languagetool

VISIT = Path(__file__).with_name("visit.txt")
SIZES = (100, 400, 2_000)
PAUSE = 500
PATIENCE = 60_000
GAP = " XXX"  # a gap left in the text: marked wherever it stands
# From the last key until the frame in which the gap is marked.
WATCH = """() => {
  const ranges = () => [...(CSS.highlights.get("nc-completeness") ?? [])];
  const marked = () => ranges().some((range) => String(range).includes("XXX"));
  window.waited = new Promise((resolve) => {
    let last = 0;
    const over = AbortSignal.timeout(20000);
    addEventListener("keydown", () => { last = performance.now(); }, { capture: true, signal: over });
    const look = () => (last && marked()) ? requestAnimationFrame((now) => resolve(now - last))
      : requestAnimationFrame(look);
    look();
  });
}"""


def draft(words: int) -> str:
    """A draft of so many words, of paragraphs of one home visit."""
    given = [word for word in VISIT.read_text(encoding="utf-8").split(" ") if word]
    return " ".join((given * (words // len(given) + 1))[:words])


def waits(page: Page, text: str, rounds: int) -> list[float]:
    """Milliseconds from the last key to the new mark."""
    box = page.get_by_label("Your draft")
    box.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.locator(".summary").filter(has_text="words").wait_for(timeout=PATIENCE)
    page.wait_for_timeout(3_000)
    found = []
    for _ in range(rounds):
        middle = text.index(" ", len(text) // 2)
        box.evaluate("(area, at) => area.setSelectionRange(at, at)", middle)
        page.evaluate(WATCH)
        page.keyboard.type(GAP, delay=50)
        found.append(page.evaluate("() => window.waited"))
        for _ in GAP:
            page.keyboard.press("Backspace")
        page.wait_for_timeout(PAUSE + 300)
        settled(page)
    return found


def key_cost(page: Page) -> float:
    """Milliseconds that the page works on one key, in the middle of the draft."""
    return page.get_by_label("Your draft").evaluate("""(area) => {
      area.focus();
      area.setSelectionRange(area.value.length / 2, area.value.length / 2);
      const start = performance.now();
      for (let at = 0; at < 50; at++) document.execCommand("insertText", false, "x");
      return (performance.now() - start) / 50;
    }""")


def p95(values: list[float]) -> float:
    """The value that one in twenty lies above."""
    return sorted(values)[round(0.95 * (len(values) - 1))]


def megabytes(process: int) -> str:
    """Resident memory of a process, in MB; a dash where there is none."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="utf-8")) if status.is_file() else None
    return f"{int(found[1]) / 1024:.0f}" if found else "–"


def measure(browser: Browser, rounds: int, *, grammar: bool) -> None:
    """Serve the page, with grammar or without, and print a row for each length."""
    said = "with" if grammar else "without"
    env = {} if grammar else {"NOTECHECK_GRAMMAR": "off"}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), env=env) as served:
        while grammar and languagetool.is_starting():
            time.sleep(0.5)
        if grammar and not languagetool.address():
            print(languagetool.why_not(), file=sys.stderr)
            return
        for words in SIZES:
            page = browser.new_page(locale="en-GB")
            page.goto(served.address)
            settled(page)
            found = waits(page, draft(words), rounds)
            middle, high = statistics.median(found), p95(found)
            row = (said, f"{words:,}", *(f"{each:.0f}" for each in (middle, high, middle - PAUSE, high - PAUSE)))
            java = (languagetool.status().pid or 0) if grammar else 0
            memory = (megabytes(served.process.pid), megabytes(java) if java else "–")
            print("|", " | ".join((*row, f"{key_cost(page):.1f}", *memory)), "|", flush=True)
            page.close()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=30)
    rounds = options.parse_args().rounds
    program = shutil.which("chromium") or shutil.which("google-chrome")
    print("| grammar | words | p50 ms | p95 ms | p50 after pause | p95 after pause | a key | page MB | Java MB |")
    print("|-|-:|-:|-:|-:|-:|-:|-:|-:|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        for grammar in (False, True):
            measure(browser, rounds, grammar=grammar)
        browser.close()


if __name__ == "__main__":
    main()
