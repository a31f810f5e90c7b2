"""The worker's view: takes a draft, asks the checker, draws what its report says, and decides nothing.

What is compared, counted and put into words stands in `notecheck/draft.py` and `notecheck/render/`; what the browser
does, in `components/`. The draft and all that is known of it live in this visit's session state alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from notecheck import draft, page
from notecheck.errors import NoteError
from notecheck.guidance import Rulebook
from notecheck.ignoring import ignore_place, ignore_word
from notecheck.read.day import read_day
from notecheck.render import html, points, saying
from notecheck.report import Report
from notecheck.views import grammar, shared
from notecheck.views.components.editor import Draft, Wish, editor, editor_marks, sent
from notecheck.views.components.points import Act, acted
from notecheck.views.components.points import points as point_list
from notecheck.views.components.reading import reading
from notecheck.views.draft import opening
from notecheck.views.draft.taking import draw_take_away
from notecheck.views.draft.visit import PEOPLE, forget, is_new, let_source_go, put, source, visit
from notecheck.views.shared import apologise, careful, line

EDITOR: Final = "worker-editor"
ASKED: Final = "worker-asked"
ASIDE: Final = "worker-aside"

SECTIONS: Final[Mapping[str, str]] = {
    "worker-read": "Read it through",
    "worker-missing": "What is missing",
    "worker-away": "Take it away",
    "worker-score": "Score and measures",
}
"""What stands beside and below the editor, by the id of its heading."""
STYLE: Final = """
[data-testid=stHtml] h2 { padding: .5rem 0 0 !important; scroll-margin-top: 5rem; }
[data-testid=stColumn] [data-testid=stHtml] h2 {
  margin: 0 !important;
  padding: 0 !important;
  font-size: 1.15rem !important;
}
"""
EXAMPLE: Final = (
    "Date: 4 March 2026\n"
    "Announced home visit. SW visited the property to see Ellie re: CIN plan.\n\n"
    "Mum presented as low in mood and refused to engage. Home conditions were chaotic. Dad failed to attend "
    "contact and is lazy about ringing. Ellie was seen alone in her bedroom. She told me “I like it when Nan "
    "comes because she does my plaits”.\n\n"
    "Mum disclosed that the siblings are struggling with school and that they arrive late most days without "
    "any breakfast, and it was agreed that a referral would be made to CAMHS and that a TAF would be arranged "
    "ASAP so that professionals can share information about attendance.\n\n"
    "SW will continue to monitor the situation and offer support as and when. School to be contacted, TBC.\n\n"
    "Actions: XXX\n\n"
    "Jo Field, Social Worker"
)
EXAMPLE_FIELDS: Final[Mapping[str, Any]] = {
    "worker-type": "home-visit",
    "worker-child": "Ellie Marsh",
    "worker-known-as": "Ellie",
    "worker-age": 9,
    "worker-author": "Jo Field",
    "worker-role": "Social Worker",
    "worker-event": "4 March 2026",
    "worker-recorded": "5 March 2026",
}


# ---- What came from the browser


def take() -> None:
    """Take what came from the browser since the last run: the text, wishes, a file."""
    got = sent(EDITOR)
    if got.ignore and is_new(got.ignore["at"]):  # before the text: it is about the one that was checked
        set_aside(got.ignore)
    if got.draft:
        take_draft(got.draft)
    if (act := acted(ASKED)) and is_new(act.at):
        excuse(act)
    if (act := acted(ASIDE)) and is_new(act.at):
        bring_back(act)
    opening.take_file()


def take_draft(got: Draft) -> None:
    """Take a later text."""
    held = visit()
    before, text = held["note"]["text"], got["text"]
    if got["v"] <= held["note"]["v"]:
        return
    if draft.is_another(held["draft"].report.text if held["draft"] else "", text):
        held.update(ignored=[], excuses={})
    held["note"] = {"v": got["v"], "text": text}
    if text != before:
        held.update(notice=(), tried=0)
        let_source_go(text)
        if draft.is_another(before, text):  # pasted
            opening.see_whether_several(text)


def set_aside(wish: Wish) -> None:
    """Set a finding aside, if it still is the one that the writer saw."""
    held = visit()
    if held["draft"] is None or wish["v"] != held["note"]["v"]:
        return
    report: Report = held["draft"].report
    if wish["n"] < len(report.findings):
        entry = ignore_word if wish["scope"] == "word" else ignore_place
        held["ignored"] = [*held["ignored"], entry(report.text, report.findings[wish["n"]], wish["reason"])]


def excuse(act: Act) -> None:
    """A point of the checklist that does not apply, with the reason; or that does after all."""
    others = {item: reason for item, reason in visit()["excuses"].items() if item != act.id}
    visit()["excuses"] = others | ({act.id: act.reason} if act.reason else {})


def bring_back(act: Act) -> None:
    """An entry that was set aside counts again."""
    visit()["ignored"] = [entry for place, entry in enumerate(visit()["ignored"]) if str(place) != act.id]


@careful
def load_example() -> None:
    """Put an invented note into the editor."""
    put(EXAMPLE)
    opening.offer(None)
    visit()["told"] = {}
    st.session_state.update(EXAMPLE_FIELDS)


@careful
def clear() -> None:
    """Forget the note and all that was said of it; the guidance and the kind of record stay chosen."""
    put("")
    forget()
    visit()["notice"] = (
        "Cleared: the note, its file and the names are gone from this page. In the box, Ctrl+Z still brings the text "
        "back until you close this tab; then notecheck has forgotten the note altogether.",
    )


def restore() -> None:
    """Give the fields back what they held before another view was open: Streamlit forgets the fields of a view."""
    for key, value in st.session_state.setdefault("worker-kept", {}).items():
        st.session_state.setdefault(key, value)


def keep() -> None:
    """Note what the fields hold."""
    names = ("guidance", "type", "parent", *PEOPLE)
    keys = [f"worker-{name}" for name in names]
    st.session_state["worker-kept"] = {key: st.session_state[key] for key in keys if key in st.session_state}


# ---- What is asked


def fields() -> dict[str, Any]:
    """Ask what is known of the note."""
    left, right = st.columns(2)
    with left:
        rules = shared.guidance("worker")
    with right:
        rulebook = Rulebook.load(rules.id, page.lexicons())
        kind = shared.doc_type("worker", rulebook)
    known = people()
    keep()
    asked = rulebook.asked(kind).get("checklist", {})
    held = visit()
    return {
        "guidance": rules.id,
        "doc_type": kind,
        "not_applicable": {item: reason for item, reason in held["excuses"].items() if item in asked},
        "ignored": held["ignored"],
        **known,
    }


def people() -> dict[str, Any]:
    """Ask who is in the note; all of it may be left out."""
    left, right = st.columns(2)
    with left:
        name = line("Child’s name (so that notecheck can look for their voice)", "worker-child")
    with right:
        age = st.number_input("Child’s age", min_value=0, max_value=25, value=None, step=1, key="worker-age")
    with st.expander("More about the child and the writer: other names, days and your role make the check more exact"):
        left, right = st.columns(2)
        with left:
            known_as = line("The child is also known as (with commas between)", "worker-known-as")
            others = line("Other children in the note (with commas between)", "worker-others")
            event = day("Day of the visit, call or meeting, as 4/3/2026", "worker-event")
        with right:
            author = line("Your name", "worker-author")
            role = line("Your role", "worker-role")
            recorded = day("Day on which this is recorded, as 5/3/2026", "worker-recorded")
    return {
        "child": {"name": name, "known_as": known_as.split(","), "age": age},
        "author": {"name": author, "role": role},
        "other_children": others.split(","),
        "event_date": event,
        "recorded_date": recorded,
    }


def day(label: str, key: str) -> date | None:
    """A day as people write it; what cannot be read is said below the field and left out."""
    typed = line(label, key)
    try:
        return read_day(typed)
    except NoteError as error:
        st.warning(str(error))
        return None


def beginnings() -> None:
    """Ways to begin, and to begin anew."""
    with st.container(horizontal=True):
        opening.draw_opener()
        st.button("Show me an example", on_click=load_example, key="worker-example")
        st.button("Clear all", on_click=clear, key="worker-clear")
    with st.container():  # there with and without words: what is below keeps its place, and the editor stays mounted
        if notice := visit()["notice"]:  # until the text is changed
            st.info("\n\n".join(notice))
        opening.draw_several()


# ---- What is said


def check(known: Mapping[str, Any]) -> None:
    """Check the text as far as it changed."""
    held = visit()
    text = held["note"]["text"]
    if not text.strip():
        return
    known_source = source()
    held["draft"] = draft.check(
        shared.checker(len(text)),
        held["draft"],
        text,
        known,
        places=known_source.places if known_source else (),
        again=grammar.is_to_be_checked_again(held),
    )


def checked() -> draft.Draft | None:
    """The draft as checked, if that is the text as it is now."""
    held = visit()
    now: draft.Draft | None = held["draft"]
    return now if now and now.report.text == held["note"]["text"] else None


def write(now: draft.Draft | None) -> None:
    """Draw the editor with the marks that belong to its text."""
    held = visit()
    note = held["note"]
    got = editor(
        key=EDITOR,
        version=note["v"],
        text=note["text"],
        load=held["load"],
        marks=editor_marks(now.report) if now else [],
        summary=summary(now) if now else "",
    )
    if got.draft and got.draft["v"] > note["v"]:  # a new visit after a lost connection
        st.rerun()


def summary(now: draft.Draft) -> str:
    """How many places there are, and what has changed since the paste."""
    report = now.report
    found, well = len(report.findings), len(report.strengths)
    places = f"{saying.count(found, 'place')} to look at again" if found else "Nothing found to look at again"
    done = f", {saying.count(well, 'thing')} done well" if well else ""
    return f"{places}{done}, in {saying.count(report.words, 'word')}. {draft.progress(now)}".strip()


def results(report: Report) -> None:
    """Draw what the report says of the whole note, under headings to which the line below the editor leads."""
    links = ", ".join(f'<a href="#{place}">{title}</a>' for place, title in SECTIONS.items())
    st.html(f'<nav class="nc" aria-label="On this page">On this page: {links}.</nav>')
    heading("worker-missing")
    missing(report)
    heading("worker-away")
    draw_take_away(report, source())
    heading("worker-score")
    measures(report)


def heading(place: str) -> None:
    """The heading of a section."""
    st.html(f'<h2 id="{place}">{SECTIONS[place]}</h2>')


def missing(report: Report) -> None:
    """The checklist of such a record, and what the writer set aside."""
    asked, aside = points.asked(report), points.aside(report)
    if asked:
        point_list("What the guidance asks of such a record", asked, key=ASKED)
    else:
        st.text("This guidance has no checklist for such a record.")
    if aside:
        point_list("Places that you set aside", aside, key=ASIDE)


def measures(report: Report) -> None:
    """What was measured over the whole note, and what was not looked at."""
    made = html.sections(report)
    titles = ("Score", "Reading age", "Child in the note", "Time of recording", "Kinds of statement", "Not looked at")
    body = "".join(f"<section><h3>{title}</h3>{made[title]}</section>" for title in titles if title in made)
    st.html(f'<style>{html.style()}</style><div class="nc">{html.facts(report)}{body}</div>')


@careful
def draw() -> None:
    """Draw the view."""
    st.title("My draft", anchor=False)
    restore()
    take()
    opening.go_to_spot_check()
    known = fields()
    beginnings()
    careful(lambda: check(known))()  # if that fails, the editor and its text stay as they are
    now = checked()
    # The same columns with and without a report, so that the editor stays mounted.
    left, right = st.columns([3, 2], gap="medium")
    with left:
        write(now)
        grammar.draw_grammar(now.report if now else None, tried=visit()["tried"], key="worker-again")
    apologise()
    if now:
        st.html(f"<style>{html.style()} {STYLE}</style>")
        with right:
            heading("worker-read")
            reading(now.report, key="worker-reading")
        results(now.report)


if __name__ == "__main__":  # Streamlit runs the file of a view as a script
    draw()
