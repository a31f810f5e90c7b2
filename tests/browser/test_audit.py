"""The pages of an audit, opened as files: without barriers, wide and narrow, in the dark, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_rows import error, row

from notecheck.audit import changes, page
from notecheck.audit.compare import compare
from notecheck.audit.summary import summarise

WIDTHS = [(1280, False), (360, True)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    """The page of an audit, and that of what changed since another."""
    item = {"item": "signed", "label": "who wrote it, with a " + "long" * 30, "applies": True, "standards": []}
    then, now = (
        [
            row(
                f"N-{n}",
                *(["acronym", "vague"][: (n * factor) % 3]),
                Team="A-team-with-a-very-long-name-and-no-space-in-it" if n % 3 else "West",
                event_date=f"2026-{1 + n % 9:02}-11",
                checklist=[item | {"met": bool(n % 4)}],
                score=60 + n % 40,
            )
            for n in range(200)
        ]
        for factor in (1, 3)
    )
    folder = tmp_path_factory.mktemp("audit")
    made = {
        "audit": page.render(summarise([*then, error("text: is missing")], ["Team"])),
        "changes": changes.render(compare(then, now, ["Team"]), ("old.jsonl", "new.jsonl")),
    }
    for name, content in made.items():
        (folder / f"{name}.html").write_text(content, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize(("width", "dark"), WIDTHS)
@pytest.mark.parametrize("name", ["audit", "changes"])
def test_the_page_has_no_barriers_at_any_width(chromium, axe, look, pages, name, width, dark):
    scheme = "dark" if dark else "light"
    with chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
        opened = context.new_page()
        said: list[str] = []
        opened.on("console", lambda message: said.append(message.text))
        opened.goto(pages[name].as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert said == []  # the page keeps to its own policy: no style and no script that it forbids
        bars = opened.locator("svg.a-row rect:not(.a-track)")
        assert bars.count() > 5
        assert bars.first.bounding_box()["width"] > 0
        axe(opened)
        look(opened, f"{name}-{width}-{scheme}")


def test_links_lead_to_their_parts_by_keyboard(chromium, pages):
    with chromium.new_context() as context:
        opened = context.new_page()
        opened.goto(pages["audit"].as_uri())
        opened.keyboard.press("Tab")
        assert opened.evaluate("document.activeElement.textContent") == "By standard"
        opened.keyboard.press("Enter")
        assert opened.url.endswith("#s1")
        assert opened.get_by_role("img", name="Places to look at again in 1,000 words, by month").count() == 1
        assert opened.get_by_role("table", name="Month: places to look at again").count() == 1


def test_the_figures_at_the_top_stand_in_a_line(chromium, pages):
    page = chromium.new_page(viewport={"width": 1100, "height": 900})
    try:
        page.goto(pages["audit"].as_uri())
        tops = page.eval_on_selector_all(
            ".a-cards div",
            "all => all.map(card => [card, card.querySelector('.a-big')].map(each => each.getBoundingClientRect().y))",
        )
    finally:
        page.close()
    rows = {card: {figure for top, figure in tops if top == card} for card, _ in tops}
    assert len(tops) > len(rows)
    assert all(len(figures) == 1 for figures in rows.values())
