"""Results of a spot check: from the figures to the records behind them, to the marked text and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from textwrap import shorten
from typing import Final

import streamlit as st

from notecheck import page
from notecheck.guidance import Rulebook, Standard
from notecheck.render import saying
from notecheck.supervision.results import ENOUGH, HEADS, MEASURES, TABLES, Count, SwitchOff, counts, switch_off
from notecheck.supervision.review import Disagreement, disagreements, entry_disagreements
from notecheck.supervision.spotcheck import SpotCheck
from notecheck.supervision.tally import Tally, tally
from notecheck.views import grammar
from notecheck.views.components import card
from notecheck.views.components.arrive import arrive
from notecheck.views.components.charts import Bar, bars
from notecheck.views.components.table import Row, table
from notecheck.views.spot.taking import drawn_how, sheet_of, sheets
from notecheck.views.spot.visit import S, asked, kept, listed, once, say, turn

BARS: Final = 12
"""Bars of a chart at most; the table beneath has every row."""
DISAGREED: Final = "disagreed"
CHOICES: Final = {**TABLES, DISAGREED: "What we disagree with"}
FEW: Final = 20
"""Records below which figures say little."""


def draw_results(spot: SpotCheck) -> None:
    """Show what came of the sample, from the figures down to the marked text."""
    arrive("4. Results", level=2, asked=S.get("spot-asked-results", 0), key="spot-results")
    if S.get("spot-running"):
        st.markdown("The results come as soon as the check has ended or was stopped.")
        return
    sum_up(spot)
    if not spot.checked:
        return
    places = [(place, each.report) for place, each in enumerate(spot.checked)]
    counted: Tally = once("tally", (spot, spot.done), partial(tally, places))
    choice = st.radio(
        "Show the results", list(CHOICES), format_func=CHOICES.get, horizontal=True, key=kept("table", "standards")
    )
    if choice == DISAGREED:
        draw_disagreed(spot)
    else:
        draw_counts(choice, counts(choice, counted, standards(spot.guidance)), len(spot.checked))
    draw_list(spot)
    draw_record(spot)


def standards(guidance: str) -> dict[str, Standard]:
    """The standards that results may name, by id."""
    rulebook = Rulebook.load(guidance, page.lexicons())
    both = filter(None, (rulebook.inherited, rulebook.guidance))
    return {standard.id: standard for each in both for standard in each.standards}


def sum_up(spot: SpotCheck) -> None:
    """Say how the sample was drawn and what became of it."""
    say(
        f"{saying.count(len(spot.checked), 'record')} checked of {len(spot.drawn):,} drawn. {drawn_how(spot)}. "
        f"Held against: {saying.document(spot.guidance)}."
    )
    if spot.waiting:
        say(f"What was written on {saying.count(spot.waiting, 'record')} outside this sample is kept and saved again.")
    without = [why for each in spot.checked if (why := grammar.why_not(each.report))]
    if without:
        say(f"In {saying.count(len(without), 'record')}: {grammar.said(without[0])}")
    if spot.refused:
        st.html(f"<p>{saying.count(len(spot.refused), 'record')} could not be checked:</p>")
        listed(f"{each.place}: {each.reason}" for each in spot.refused)


def draw_counts(choice: str, rows: Sequence[Count], records: int) -> None:
    """A chart, and the same figures as a table with a button for the records behind each row."""
    st.subheader(f"{TABLES[choice]}: {MEASURES[choice]}", anchor=False)
    if records < FEW:
        st.markdown("These are few records: look at the texts before you read anything into a figure.")
    there = [row for row in rows if row.behind]
    if len(there) > BARS:
        st.markdown(f"The chart has the first {BARS}; the table below it has all {len(there)}.")
    st.markdown("Press a bar, or the button in its row of the table, for the records behind it.")
    current = (S.get("spot-behind") or {}).get("name")
    chosen = bars(
        f"{TABLES[choice]}: {MEASURES[choice]}",
        [Bar(row.name, row.label, row.share, row.words) for row in there[:BARS]],
        current=next((row.name for row in there if current == f"{choice} {row.name}"), None),
        key=f"spot-chart-{choice}",
    )
    pressed = table(
        f"{TABLES[choice]}: all figures",
        (*HEADS[choice], "Records behind it"),
        [
            Row(
                row.name,
                (f"{number}. {row.label}", *row.cells),
                f"Show {saying.count(len(row.behind), 'record')}",
                current == f"{choice} {row.name}",
            )
            for number, row in enumerate(there, 1)
        ],
        key=f"spot-table-{choice}",
    )
    if len(there) < len(rows):
        with st.expander(
            f"Nothing to look at in any of these records: {saying.count(len(rows) - len(there), 'standard')}"
        ):
            listed((f"{row.label} ({row.words})" for row in rows if not row.behind), most=len(rows))
    follow(choice, rows, pressed, chosen)


def follow(choice: str, rows: Sequence[Count], pressed: str | None, chosen: str | None) -> None:
    """Go to the records behind a row whose button, or whose bar, was just pressed."""
    row = next((row for row in rows if row.name == (pressed or chosen)), None)
    if row is None:
        return
    show(f"{choice} {row.name}", row.name, f"with something to look at in “{row.label}”", row.behind)


def show(name: str, key: str, about: str, places: Sequence[int]) -> None:
    """Go to the records behind a row.

    Args:
        name: of the row among all tables.
        key: the standard, rule or entry whose findings come first in an open record.
        about: what these records have in common, to stand after their number.
        places: of the records in the sample.
    """
    S["spot-behind"] = {"name": name, "key": key, "about": about, "places": places}
    S["spot-open"], S["spot-page-list"] = None, 0
    asked("list")
    st.rerun()


def draw_disagreed(spot: SpotCheck) -> None:
    """Rules and entries of word lists that readers disagree with, and how to change them."""
    st.subheader("What we disagree with", anchor=False)
    said = [row for row in disagreements(spot.reviewed) if row.reviewed]
    if not said:
        st.markdown("Nobody has agreed or disagreed with anything yet. Open a record below and say what you think.")
        return
    disagreement_table("We disagree with this rule", "Rule", {row: saying.title(row.name) for row in said})
    entries = [row for row in entry_disagreements(spot.reviewed) if row.disagreed]
    if entries:
        disagreement_table(
            "We disagree with this entry of a word list",
            "Entry",
            {row: f"{row.name} ({saying.title(row.rule)})" for row in entries},
        )
    draw_switch_off(switch_off(entries))


def draw_switch_off(off: SwitchOff | None) -> None:
    """The line that would leave out entries, once enough was said of them; and how much it would take away."""
    if off is None:
        st.markdown(
            f"Once you disagree with the same entry in at least {ENOUGH} places, a line stands here that would leave "
            "it out of the word list of your authority."
        )
        return
    st.markdown(
        "An authority can leave out an entry with a word list of its own: whoever looks after notecheck puts this "
        "line into it (the README says how under ‘lexicons and guidance’). In this sample it would switch off "
        f"**{saying.count(off.places, 'place')}**; you disagreed with {off.disagreed:,} of them and agreed with "
        f"{off.agreed:,}. Talk it over first."
    )
    st.code(off.line, language="yaml")


def disagreement_table(caption: str, head: str, labels: Mapping[Disagreement, str]) -> None:
    """What readers said of rules or entries, with a button for the records in which they disagreed."""
    current, key = (S.get("spot-behind") or {}).get("name"), f"spot-disagreed-{head.lower()}"
    rows = [
        Row(
            row.name,
            (label, f"{row.findings:,}", f"{row.agreed:,}", f"{row.disagreed:,}"),
            f"Show {saying.count(len(row.records), 'record')}" if row.records else "",
            current == f"{key} {row.name}",
        )
        for row, label in labels.items()
    ]
    pressed = table(caption, (head, "Found", "Agreed", "Disagreed", "Records behind it"), rows, key=key)
    for row, label in labels.items():
        if row.name == pressed:
            show(f"{key} {row.name}", row.name, f"in which we disagree with “{label}”", row.records)


def draw_list(spot: SpotCheck) -> None:
    """The records behind what was chosen, or all of them."""
    behind = S.get("spot-behind")
    places = behind["places"] if behind else range(len(spot.checked))
    about = f" {shorten(behind['about'], 120, placeholder='…')}" if behind else ""
    arrive(f"{saying.count(len(places), 'record')}{about}", level=3, asked=S.get("spot-asked-list", 0), key="spot-list")
    if behind:
        st.button("Show all records of the sample", on_click=show_all)
    shown = turn("list", places)
    rows = [listed_record(spot, place) for place in shown]
    pressed = table("Records", ("Record", "Kind, date", "Places", "You said", "Open"), rows, key="spot-records-table")
    if pressed is not None:
        open_record(int(pressed))
        st.rerun()


def listed_record(spot: SpotCheck, place: int) -> Row:
    """A record as a line of the list."""
    each = spot.checked[place]
    note, found = each.report.note, len(each.report.findings)
    said = sum(verdict.agrees is not None for verdict in each.review.verdicts.values())
    day = note.event_date or note.recorded_date
    kind = ", ".join(filter(None, (saying.words(note.doc_type), f"{day:%d/%m/%Y}" if day else "")))
    return Row(
        str(place), (each.name, kind, f"{found:,}", f"{said:,} of {found:,}"), "Open", S.get("spot-open") == place
    )


def show_all() -> None:
    """Leave what was chosen."""
    S["spot-behind"] = None
    S["spot-page-list"] = 0
    asked("list")


def open_record(place: int | None) -> None:
    """Open a record of the sample, or close the one that is open."""
    S["spot-open"] = place
    S["spot-page-places"] = 0
    asked("list" if place is None else "record")


def draw_record(spot: SpotCheck) -> None:
    """The open record: its marked text, what was found, and what people say of it."""
    place: int | None = S.get("spot-open")
    if place is None or place >= len(spot.checked):
        return
    each, behind = spot.checked[place], S.get("spot-behind")
    arrive(f"Record {each.name}", level=3, asked=S.get("spot-asked-record", 0), key="spot-record")
    order = list(behind["places"] if behind else range(len(spot.checked)))
    with st.container(horizontal=True):
        step("Record before", order, place, -1)
        step("Next record", order, place, 1)
        st.button("Close this record", on_click=open_record, args=(None,))
    st.markdown(f"Number {place + 1:,} of {len(spot.checked):,} in this sample.")
    report, findings = each.report, each.report.findings
    chosen = [
        n for n, found in enumerate(findings) if behind and behind["key"] in (found.rule, found.entry, *found.standards)
    ]
    rest = [n for n in range(len(findings)) if n not in set(chosen)]
    card.rest(report, open_=bool(behind) and not chosen)
    left, right = st.columns(2)
    with left:
        card.marked_text(report)
    with right:
        if not findings:
            st.markdown("Nothing was found. That alone does not make the record complete.")
        key, review = f"spot-record-{place}", each.review
        shown = turn("places", [*chosen, *rest], card.PAGE)
        for title, places in (("What you chose", chosen), ("Other places in this record", rest)):
            drawn = [n for n in shown if n in places]
            review = card.findings(report, review, drawn, title=title if chosen else "", key=key)
        st.html('<div class="nc"><h4>The whole record</h4></div>')
        each.review = card.whole_record(review, key=key)
        sheets(
            "Sheet of this record",
            f"spot-sheet-{place}",
            lambda: [sheet_of(spot.reviewed[place])],
            name=f"notecheck record {place + 1}",
        )
        step("Go on to the next record", order, place, 1)


def step(label: str, order: Sequence[int], place: int, by: int) -> None:
    """A button to the record before or after in the list."""
    at = order.index(place) + by if place in order else -1
    there = 0 <= at < len(order)
    st.button(label, disabled=not there, on_click=open_record, args=(order[at] if there else None,))
