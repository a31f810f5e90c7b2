"""The editor in a browser: no key lost, marks on their words, everything by keyboard, no draft lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from test_editor import INKS, PAPERS

from browser.serving import Served, free_port, serving
from browser.waiting import settled

APP = Path(__file__).with_name("editor_page.py")
# The page of this file in the place of the three views, under the same settings.
START = f"import sys\nfrom notecheck import page\npage.PAGE = {str(APP)!r}\npage.run(int(sys.argv[2]))"
NOTE = (
    "SW rang Mum on 4 March 2026 re: CIN.\n\nDad was chaotic and refused to engage. The TAF is on 9 March 2026.\n\n"
    "School to be contacted, TBC."
)
# All that is marked, with its words, as the browser itself sees them.
MARKED = """() => ["plain-language", "fact-and-opinion", "childs-voice", "written-to-the-child", "readability",
  "completeness", "grammar"].flatMap((part) => [...(CSS.highlights.get(`nc-${part}`) ?? [])].map(String)).sort()"""
# Another widget of the page, pressed without taking the focus.
DRAW_AGAIN = """() => [...document.querySelectorAll("button")]
  .find((button) => button.textContent === "Something else").click()"""
SOCKETS = """window.sockets = []; const Plain = WebSocket;
  window.WebSocket = class extends Plain { constructor(...given) { super(...given); sockets.push(this); } };"""


def start(folder: Path, port: int | None = None):
    return serving(folder, command=("-c", START), port=port)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with start(tmp_path_factory.mktemp("editor")) as page:
        yield page


@pytest.fixture
def write(visitor, own):
    """Open the page with the editor; its script must not fail."""
    errors: list[str] = []

    def visit(**more) -> Page:
        page = visitor(address=own.address, **more)
        page.on("pageerror", lambda error: errors.append(error.name))
        box(page).wait_for()
        return page

    yield visit
    assert not errors


def box(page: Page) -> Locator:
    return page.get_by_label("Your draft")


def fill(page: Page, text: str) -> None:
    """Put a text in as one edit of the writer's, and wait for its marks."""
    box(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    checked(page, text)


def checked(page: Page, text: str) -> None:
    """Wait until Python has the text and the browser its marks."""
    expect(box(page)).to_have_value(text)
    expect(page.get_by_text(f"Python has {len(text)} characters")).to_be_visible()
    settled(page)


def marked(page: Page) -> list[str]:
    return page.evaluate(MARKED)


def caret(page: Page) -> int:
    return box(page).evaluate("(area) => area.selectionEnd")


def card(page: Page) -> Locator:
    return page.locator(".card")


def focused(page: Page) -> str:
    """What has the keyboard's focus, in a few words."""
    return page.evaluate("""() => { let at = document.activeElement;
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at.id || at.className || at.textContent.trim(); }""")


def test_200_keys_at_20_a_second_during_checks(write) -> None:
    page = write()
    fill(page, NOTE)
    page.evaluate(f"() => {{ window.beat = setInterval({DRAW_AGAIN}, 400); }}")
    middle = NOTE.index("The TAF")
    box(page).evaluate("(area, at) => area.setSelectionRange(at, at)", middle)
    keys = "".join(islice(cycle("Ellie was at home with her Nan. "), 200))
    for key in keys:
        page.keyboard.press("Space" if key == " " else key)
        page.wait_for_timeout(50)
    now = NOTE[:middle] + keys + NOTE[middle:]
    assert box(page).input_value() == now
    assert caret(page) == middle + len(keys)
    page.evaluate("() => clearInterval(window.beat)")
    checked(page, now)
    assert marked(page).count("CIN") == 1
    for _ in range(250):
        page.keyboard.press("Control+Z")
        if box(page).input_value() == NOTE:
            break
    checked(page, NOTE)


def test_marks_come_without_touching_caret_or_selection(write) -> None:
    page = write()
    box(page).focus()
    page.keyboard.insert_text("SW saw Ellie. ")
    page.keyboard.press("Shift+ArrowLeft")
    checked(page, "SW saw Ellie. ")
    assert marked(page) == ["SW"]
    assert box(page).evaluate("(area) => area.selectionEnd - area.selectionStart") == 1


def test_marks_follow_the_words_until_the_next_check(write) -> None:
    page = write()
    fill(page, "CIN plan. TAF and SW.")
    page.get_by_label("Seconds that a run takes").fill("3")
    page.get_by_label("Seconds that a run takes").press("Enter")
    settled(page)
    at = len("CIN plan. ")
    box(page).evaluate("(area, at) => { area.focus(); area.setSelectionRange(at, at); }", at)
    page.keyboard.type("Our ")  # directly before a marked word
    assert marked(page) == ["CIN", "SW", "TAF"]
    page.keyboard.press("ArrowRight")
    page.keyboard.type("x")  # inside it: it is another word now
    assert marked(page) == ["CIN", "SW"]
    # A run of more than half a second does not make the text pale.
    page.wait_for_timeout(1600)
    opacities = box(page).evaluate("""(area) => { const found = [];
      for (let at = area.getRootNode().host; at; at = at.parentElement) found.push(getComputedStyle(at).opacity);
      return found; }""")
    assert set(opacities) == {"1"}


def test_paste_of_5000_words(write) -> None:
    page = write()
    text = "\n\n".join([NOTE] * 140) + "\n\n" + "He likes school. " * 600
    assert len(text.split()) > 5000
    fill(page, text)
    assert marked(page).count("TBC.") + marked(page).count("TBC") >= 100
    assert page.locator(".places li").count() == 200
    expect(page.locator(".rest")).to_contain_text("more, underlined in the text")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("👩‍👧‍👦 was seen. CIN plan.", ["CIN"]),
        ("Zoë, Chloé and Siân 😀😀 met. Then the TAF met; 🎉 SW left.", ["SW", "TAF"]),
        ("Cafe\u0301 at 3pm 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f. CIN", ["CIN"]),
        ("שלום CIN שלום", ["CIN"]),
        ("\tCIN\n\n\n  TAF", ["CIN", "TAF"]),
    ],
)
def test_marks_are_on_their_words(write, text: str, words: list[str]) -> None:
    page = write()
    fill(page, text)
    found = marked(page)
    assert [each for each in found if each in words] == words
    assert page.locator(".mirror").evaluate("(mirror) => mirror.firstChild.data") == text


def test_markup_and_scripts_are_text(write) -> None:
    page = write()
    text = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'> CIN <b>TAF</b> &amp; {{1}} javascript:x"
    fill(page, text)
    assert page.evaluate("() => window.ran") is None
    page.keyboard.press("F8")
    assert page.evaluate("() => window.ran") is None
    assert page.locator(".nc-ed script, .nc-ed img, .nc-ed b").count() == 0


def test_half_a_character_does_no_harm(write) -> None:
    page = write()
    box(page).focus()
    box(page).evaluate("() => document.execCommand('insertText', false, 'CIN \\ud83d and TAF')")
    expect(page.get_by_text("Python has 13 characters")).to_be_visible()
    settled(page)
    assert marked(page) == ["CIN", "TAF"]


def test_windows_line_ends_of_a_text_that_is_put_in(write) -> None:
    page = write()
    page.get_by_role("button", name="Example").click()
    expect(box(page)).to_have_value(re.compile("TAF"))
    settled(page)
    assert {"CIN", "SW", "TAF"} <= set(marked(page))
    box(page).focus()
    page.keyboard.press("Control+Z")
    expect(box(page)).to_have_value("")


def test_whole_path_by_keyboard(write, axe, look) -> None:
    page = write()
    fill(page, NOTE)
    status = page.get_by_role("status")
    expect(status).to_contain_text("places to look at again")
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    expect(card(page)).to_be_visible()
    expect(status).to_contain_text(re.compile("^Place 1 of .*“SW”"))
    assert focused(page) == "text"
    for words in ("CIN", "chaotic"):
        page.keyboard.press("F8")
        expect(status).to_contain_text(f"“{words}”")
    page.keyboard.press("Shift+F8")
    expect(status).to_contain_text("“CIN”")
    axe(page)
    look(page, "editor-card")
    # Into the card, to the suggestion, and use it.
    page.keyboard.press("Tab")
    assert focused(page) == "card"
    use = card(page).get_by_role("button", name=re.compile("^Use “child in need"))
    while use.evaluate("(button) => button.getRootNode().activeElement !== button"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    used = NOTE.replace("CIN", "child in need (CIN)")
    checked(page, used)
    assert focused(page) == "text"
    assert caret(page) == used.index(".\n\nDad")
    assert "CIN" not in marked(page)
    page.keyboard.press("Control+Z")
    checked(page, NOTE)
    assert "CIN" in marked(page)


def test_escape_leads_back_to_the_text_and_then_closes_the_card(write) -> None:
    page = write()
    fill(page, NOTE)
    page.keyboard.press("F8")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert focused(page) == "text"
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()


def test_expand_all_acronyms_is_one_edit(write) -> None:
    page = write()
    fill(page, NOTE)
    page.get_by_role("button", name="Expand all acronyms (3)").press("Enter")
    text = box(page).input_value()
    assert text.startswith("Social worker (SW) rang")
    assert "child in need (CIN)" in text
    assert "team around the" in text
    assert focused(page) == "text"
    page.keyboard.press("Control+Z")
    checked(page, NOTE)


def test_undo_button_takes_back_what_was_applied(write) -> None:
    page = write()
    fill(page, "The CIN plan.")
    page.keyboard.press("F8")
    card(page).get_by_role("button", name=re.compile("^Use")).click()
    expect(box(page)).to_have_value("The child in need (CIN) plan.")
    page.get_by_role("button", name="Undo").click()
    checked(page, "The CIN plan.")


def test_click_on_a_mark_opens_its_card(write) -> None:
    page = write()
    fill(page, "CIN plan.\nNothing else here at all")
    box(page).click(position={"x": 25, "y": 24})
    expect(card(page)).to_contain_text("CIN")
    expect(card(page)).to_contain_text("Worth another look. Place 1 of 1.")
    expect(card(page)).to_contain_text("The standard, by Leicestershire County Council")
    expect(card(page)).to_contain_text(re.compile(r"right in \d+ of \d+ marks on test notes"))
    box(page).click(position={"x": 150, "y": 56})
    expect(card(page)).to_be_hidden()


@pytest.mark.parametrize(("button", "left"), [("Ignore here…", ["CIN"]), ("Ignore this word in the note…", [])])
def test_ignore_with_a_reason(write, button: str, left: list[str]) -> None:
    page = write()
    fill(page, "Mum was chaotic. The house was chaotic.")
    assert marked(page).count("chaotic") == 2
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    page.keyboard.press("Tab")
    ignore = card(page).get_by_role("button", name=button)
    ignore.press("Enter")
    assert focused(page) == "reason"
    page.keyboard.press("Enter")
    expect(card(page)).to_contain_text("Please give a short reason")
    page.keyboard.type("Her own word")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Reasons: ['Her own word']")).to_be_visible()
    settled(page)
    assert marked(page).count("chaotic") == (1 if left else 0)
    assert focused(page) == "text"


def test_a_reason_is_not_lost_when_the_page_is_drawn_again(write) -> None:
    page = write()
    fill(page, NOTE)
    page.keyboard.press("F8")
    card(page).get_by_role("button", name="Ignore here…").click()
    page.keyboard.type("It is what ")
    page.evaluate(DRAW_AGAIN)
    settled(page)
    page.keyboard.type("she said")
    assert page.get_by_label("Why may this stand?").input_value() == "It is what she said"


def test_ignore_right_after_an_edit_means_the_same_words(write) -> None:
    page = write()
    fill(page, "Mum was chaotic. The CIN plan.")
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+F8")
    expect(card(page)).to_contain_text("CIN")
    page.keyboard.press("Control+Home")
    page.keyboard.type("The TAF. ")  # the numbers of all findings change
    card(page).get_by_role("button", name="Ignore here…").click()
    page.keyboard.type("known to her")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Reasons: ['known to her']")).to_be_visible()
    settled(page)
    assert marked(page) == ["TAF", "chaotic"]


def test_list_of_places_is_of_real_buttons(write) -> None:
    page = write()
    fill(page, NOTE)
    page.locator(".places").get_by_role("button", name=re.compile("chaotic")).press("Enter")
    expect(card(page)).to_contain_text("chaotic")
    assert focused(page) == "card"
    assert box(page).evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)") == "chaotic"


def test_a_long_list_is_folded_by_rule(write, axe) -> None:
    page = write()
    fill(page, " ".join([NOTE] * 3))
    groups = page.locator(".places details")
    assert groups.count() > 1
    assert groups.evaluate_all("all => all.map((each) => each.open)") == [True] + [False] * (groups.count() - 1)
    vague = groups.filter(has_text="Wording that may read as a judgement")
    expect(vague.locator("summary")).to_contain_text(re.compile(r"\(\d+\)$"))
    button = vague.get_by_role("button", name=re.compile("chaotic")).first
    expect(button).to_be_hidden()
    vague.locator("summary").press("Enter")
    axe(page)
    button.press("Enter")
    expect(card(page)).to_contain_text("chaotic")
    total = page.locator(".places li").count()
    expect(card(page)).to_contain_text(re.compile(rf"Place \d+ of {total}\."))
    box(page).press("End")
    page.keyboard.type(" He likes school.")
    settled(page)
    assert vague.evaluate("each => each.open")  # as the writer left it


def test_status_is_silent_while_the_number_of_places_stays(write) -> None:
    page = write()
    fill(page, "The CIN plan is here.")
    page.get_by_role("status").evaluate(
        "(line) => { window.spoken = []; new MutationObserver(() => spoken.push(line.textContent))"
        ".observe(line, { childList: true, characterData: true, subtree: true }); }"
    )
    page.keyboard.press("Control+End")
    page.keyboard.type(" The CIN plan is here now.")
    checked(page, "The CIN plan is here. The CIN plan is here now.")
    assert page.evaluate("() => spoken") == []
    page.keyboard.type(" TAF.")
    checked(page, "The CIN plan is here. The CIN plan is here now. TAF.")
    assert [each[:8] for each in page.evaluate("() => spoken")] == ["2 places"]


def test_another_view_and_back_keeps_what_was_typed_last(write) -> None:
    page = write()
    fill(page, "The CIN plan.")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Last")
    page.get_by_role("link", name="Rest").click()
    expect(page.get_by_role("heading", name="Rest")).to_be_visible()
    page.get_by_role("link", name="Write").click()
    checked(page, "The CIN plan. Last")
    assert marked(page) == ["CIN"]


def test_closing_asks_first(write) -> None:
    page = write()
    fill(page, "The CIN plan.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    settled(page)
    assert asked == ["beforeunload"]
    expect(box(page)).to_have_value("")


def test_closing_asks_in_another_view_too(write) -> None:
    page = write()
    fill(page, "The CIN plan.")
    page.get_by_role("link", name="Rest").click()
    expect(page.get_by_role("heading", name="Rest")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]


def test_copied_text_needs_no_question(write) -> None:
    page = write()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(page, NOTE)
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("status")).to_contain_text("copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == NOTE
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert not asked


def test_lost_connection_loses_no_key(own, chromium: Browser) -> None:
    context = chromium.new_context(locale="en-GB")
    context.add_init_script(SOCKETS)
    page = context.new_page()
    page.goto(own.address)
    settled(page)
    fill(page, "The CIN plan. ")
    context.set_offline(True)
    page.evaluate("() => sockets.at(-1).close()")
    keys = "".join(islice(cycle("Ellie was seen. "), 120))
    for key in keys:
        page.keyboard.press("Space" if key == " " else key)
        page.wait_for_timeout(50)
    expect(page.get_by_role("alert").filter(has_text="The connection to notecheck is lost")).to_be_visible()
    assert page.locator("[data-testid=stDialog]:visible").count() == 0
    context.set_offline(False)
    checked(page, "The CIN plan. " + keys)
    expect(page.get_by_role("alert").filter(has_text="The connection")).to_have_count(0)
    assert "CIN" in marked(page)
    context.close()


def test_restart_of_the_server_loses_no_draft(chromium: Browser, tmp_path: Path) -> None:
    port = free_port()
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    with start(tmp_path, port) as first:
        page.goto(first.address)
        settled(page)
        fill(page, "The CIN plan.")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Typed while it was down.")
    with start(tmp_path, port):
        checked(page, "The CIN plan. Typed while it was down.")
        assert marked(page) == ["CIN"]
        page.get_by_role("button", name="Example").click()
        expect(box(page)).to_have_value(re.compile("^SW rang Mum"))
    context.close()


def test_full_box_is_said(write) -> None:
    page = write()
    box(page).focus()
    line = "He likes his new school and his friends there very much indeed, and we read a book. "
    box(page).evaluate("(area, words) => document.execCommand('insertText', false, words)", line * 2400)
    assert len(box(page).input_value()) == 200_000
    expect(page.get_by_role("alert").filter(has_text="The box is full: it takes 200,000 characters")).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(page.get_by_role("alert").filter(has_text="The box is full")).to_have_count(0)


def test_nothing_is_sent_in_the_middle_of_a_composed_character(write) -> None:
    page = write()
    fill(page, "The plan. ")
    page.keyboard.press("Control+End")
    input_method = page.context.new_cdp_session(page)
    input_method.send("Input.imeSetComposition", {"text": "Zo¨", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(900)
    expect(page.get_by_text("Python has 10 characters")).to_be_visible()
    input_method.send("Input.insertText", {"text": "Zoë CIN"})
    checked(page, "The plan. Zoë CIN")
    assert "CIN" in marked(page)


def test_new_marks_leave_the_focus_in_the_card(write) -> None:
    page = write()
    fill(page, "The CIN plan. ")
    page.get_by_label("Seconds that a run takes").fill("1")
    page.get_by_label("Seconds that a run takes").press("Enter")
    settled(page)
    box(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("The TAF.")
    page.keyboard.press("Shift+F8")
    page.keyboard.press("Tab")
    use = card(page).get_by_role("button", name=re.compile("^Use")).first
    use.focus()
    checked(page, "The CIN plan. The TAF.")
    assert use.evaluate("(button) => button.getRootNode().activeElement === button")
    expect(card(page)).to_contain_text("Place 1 of 2")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("The child in need (CIN) plan. The TAF.")


def test_nothing_of_the_browser_reads_or_remembers_the_text(write) -> None:
    page = write()
    assert box(page).get_attribute("spellcheck") == "false"
    assert box(page).get_attribute("writingsuggestions") == "false"
    assert box(page).get_attribute("autocomplete") == "off"
    assert page.locator("#reason").get_attribute("autocomplete") == "off"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 640, 360])
def test_no_barriers(write, axe, look, width: int, dark: bool) -> None:
    page = write(width=width, dark=dark)
    axe(page)
    fill(page, NOTE)
    page.keyboard.press("F8")
    axe(page)
    card(page).get_by_role("button", name="Ignore here…").click()
    axe(page)
    look(page, f"editor-{width}-{'dark' if dark else 'light'}")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_whose_contrast_is_computed(write, theme: str) -> None:
    page = write(dark=theme == "dark")
    used = page.locator(".nc-ed").evaluate(
        "(box) => ['--st-text-color', '--st-background-color', 'color-scheme']"
        ".map((name) => getComputedStyle(box).getPropertyValue(name).trim().toLowerCase())"
    )
    assert used == [INKS[theme], PAPERS[theme], theme]


def test_forced_colours_and_print_show_text_and_marks(write, look) -> None:
    page = write(forced_colors="active")
    fill(page, NOTE)
    look(page, "editor-forced-colours")
    page.emulate_media(media="print", forced_colors="none")
    assert page.locator(".mirror").is_visible()
    look(page, "editor-print")
