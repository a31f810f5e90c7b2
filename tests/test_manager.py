"""The manager's view: from files to a sample, from figures to the marked text, what is said, saved and forgotten."""

from __future__ import annotations

import gc
import json
import logging
import re
from html import unescape
from itertools import count
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")

import mosaic
from streamlit.testing.v1 import AppTest

from notecheck import page, views
from notecheck.checker import Checker
from notecheck.data import PAGE
from notecheck.read import Record
from notecheck.supervision.spotcheck import SpotCheck
from notecheck.views.spot import taking

pytestmark = pytest.mark.model

VIEW = str(PAGE.parent / "notecheck" / "views" / "manager.py")
CSV = "text/csv"
PRESSES = count()
BAR = re.search(r"background: (#\w{6})", (PAGE.parent / "notecheck/views/components/charts.css").read_text())[1]


@pytest.fixture
def shown(checker, monkeypatch) -> AppTest:
    """The view as a manager first sees it."""
    monkeypatch.setattr(page, "_loaded", [checker] * 2)
    at = AppTest.from_file(str(PAGE), default_timeout=120).run()
    return at.switch_page(f"{next(iter(views.__path__))}/manager.py").run()


def open_files(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    field = next(each for each in at.file_uploader if each.label.startswith("Files with records"))
    return field.set_value([(name, data, CSV) for name, data in files]).run()


def open_one(at: AppTest, label: str, data: bytes) -> AppTest:
    field = next(each for each in at.file_uploader if each.label == label)
    return field.upload("saved.json", data, "application/json").run()


def export(number: int = 6) -> tuple[str, bytes]:
    return "notes.csv", mosaic.as_csv(mosaic.rows(number))


def press(at: AppTest, label: str) -> AppTest:
    assert not at.exception
    return next(button for button in at.button if button.label == label).click().run()


def words(at: AppTest) -> str:
    """All that is said in HTML, without its markup."""
    bodies = "".join(element.proto.body for element in at.get("html"))
    return unescape(re.sub("<style>.*?</style>|<[^>]*>", " ", bodies, flags=re.DOTALL))


def component(at: AppTest, key: str) -> dict[str, Any] | None:
    """What Python sent to a component last; None where it is not on the page."""
    for element in at.get("bidi_component"):
        if element.proto.id.endswith(f"-{key}"):
            return json.loads(element.proto.json)
    return None


def push(at: AppTest, key: str, row: str) -> AppTest:
    """Press the button of a row, as a browser sends it."""
    at.session_state[key] = {"press": {"row": row, "at": str(next(PRESSES))}}
    return at.run()


def checked(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    return press(open_files(at, *files), "Draw and check")


def record(at: AppTest, place: int = 0) -> AppTest:
    return push(at, "spot-records-table", str(place))


def radios(at: AppTest) -> list:
    return [radio for radio in at.radio if radio.label.startswith("Place ")]


def test_first_visit_says_what_it_is_for_and_that_workers_are_not_counted(shown) -> None:
    assert not shown.exception
    assert "never grouped by worker" in " ".join(each.value for each in shown.markdown)
    assert [header.value for header in shown.header] == ["1. Records"]
    assert "No records are open yet" in words(shown)


def test_columns_are_guessed_and_the_kinds_of_record_are_asked_once(shown) -> None:
    open_files(shown, export(30))
    assert not shown.exception
    chosen = {box.label: box.value for box in shown.selectbox}
    assert chosen["The note itself"] == "Case Note Text"
    assert chosen["When it happened"] == "Date of Contact"
    assert chosen["CIN Visit (12 records)"] == "home-visit"
    assert "30 records opened from notes.csv" in words(shown)


def test_from_figures_to_the_marked_text(shown) -> None:
    checked(shown, export())
    assert not shown.exception
    assert "6 records checked of 6 drawn" in words(shown)
    figures = component(shown, "spot-table-standards")
    row = next(row for row in figures["rows"] if row["key"] == "general-acronyms")
    push(shown, "spot-table-standards", row["key"])
    listed = component(shown, "spot-records-table")["rows"]
    assert row["button"] == f"Show {len(listed)} record{'' if len(listed) == 1 else 's'}"
    record(shown, int(listed[0]["key"]))
    assert not shown.exception
    assert "Short form not explained" in words(shown)
    assert "What you chose" in words(shown)
    assert any("nc-text" in element.proto.body for element in shown.get("html"))
    assert all(radio.value is None for radio in radios(shown))


@pytest.mark.parametrize("table", ["rules", "doc_types", "months"])
def test_each_chart_has_its_table(shown, table: str) -> None:
    checked(shown, export())
    shown.radio(key="spot-table").set_value(table).run()
    assert not shown.exception
    bars = component(shown, f"spot-chart-{table}")["rows"]
    rows = component(shown, f"spot-table-{table}")["rows"]
    assert bars
    for place, (bar, row) in enumerate(zip(bars, rows, strict=False), 1):
        assert row["cells"][0] == f"{place}. {bar['label']}"
        assert row["key"] == bar["key"]


def test_a_bar_leads_to_the_records_behind_it_each_time_it_is_pressed(shown) -> None:
    checked(shown, export())
    bar = component(shown, "spot-chart-standards")["rows"][-1]
    for _ in range(2):
        push(shown, "spot-chart-standards", bar["key"])
        assert not shown.exception
        assert shown.session_state["spot-behind"]["key"] == bar["key"]
        assert component(shown, "spot-chart-standards")["current"] == bar["key"]
        press(shown, "Show all records of the sample")
        assert shown.session_state["spot-behind"] is None


def test_disagreement_is_counted_by_rule_and_by_entry(shown) -> None:
    checked(shown, export())
    reports = [each.report for each in shown.session_state["spot-check"].checked]
    place, entry, finding = next(
        (place, entry, finding)
        for place, report in enumerate(reports)
        for entry, finding in enumerate(report.findings)
        if finding.rule == "acronym" and finding.entry
    )
    record(shown, place)
    shown.radio(key=f"spot-record-{place}-{entry}-agrees").set_value(False).run()
    shown.text_area(key=f"spot-record-{place}-{entry}-comment").set_value("Everybody here knows it").run()
    shown.radio(key="spot-table").set_value("disagreed").run()
    assert not shown.exception
    assert component(shown, "spot-disagreed-rule")["rows"][0]["cells"][0] == "Short form not explained"
    assert component(shown, "spot-disagreed-rule")["rows"][0]["cells"][2:] == ["0", "1"]
    assert not shown.code
    assert "in at least 5 places" in " ".join(each.value for each in shown.markdown)
    push(shown, "spot-disagreed-entry", finding.entry)
    assert [row["key"] for row in component(shown, "spot-records-table")["rows"]] == [str(place)]
    record(shown, place)
    assert "What you chose" in words(shown)


def test_an_answer_can_be_taken_back(shown) -> None:
    checked(shown, export())
    record(shown)
    key = radios(shown)[0].key
    shown.radio(key=key).set_value(True).run()
    press(shown, next(button.label for button in shown.button if button.label.startswith("Take back")))
    assert shown.radio(key=key).value is None
    assert not any(each.review.verdicts for each in shown.session_state["spot-check"].checked)


def test_what_was_said_stays_while_another_record_or_view_is_open(shown) -> None:
    checked(shown, export())
    record(shown)
    key = radios(shown)[0].key
    shown.radio(key=key).set_value(True).run()
    shown.text_area(key="spot-record-0-reply").set_value("Thank you, I will").run()
    press(shown, "Next record")
    press(shown, "Record before")
    assert shown.radio(key=key).value is True
    shown.switch_page(VIEW.replace("manager", "trainer")).run()
    shown.switch_page(VIEW).run()
    assert not shown.exception
    assert shown.radio(key=key).value is True
    assert shown.text_area(key="spot-record-0-reply").value == "Thank you, I will"
    assert "notes.csv" in words(shown)


def test_a_stopped_check_keeps_what_it_has_and_goes_on(shown, monkeypatch) -> None:
    check_some = SpotCheck.check_some
    calls = []

    def interrupted(self, checker):
        if len(calls) == 1:
            shown.session_state["spot-running"] = False
            raise KeyError
        calls.append(self)
        check_some(self, checker)

    monkeypatch.setattr(SpotCheck, "check_some", interrupted)
    checked(shown, export())
    monkeypatch.setattr(SpotCheck, "check_some", check_some)
    press(shown, "Stop")
    assert "4 records checked of 6 drawn" in words(shown)
    press(shown, "Go on checking")
    assert not shown.exception
    assert "6 records checked of 6 drawn" in words(shown)


def test_problems_are_named_by_place_and_the_rest_goes_on(shown) -> None:
    rows = mosaic.rows(4)
    rows[1][-1] = ""
    rows[2][6] = "last week"
    checked(shown, ("notes.csv", mosaic.as_csv(rows)))
    assert "1 record cannot be checked" in words(shown)
    said = [row["cells"] for row in component(shown, "spot-problems")["rows"]]
    assert [cells[:2] for cells in said] == [["row 3", "Case Note Text"], ["row 4", "Date of Contact"]]
    assert "3 records checked of 3 drawn" in words(shown)


def test_a_file_that_cannot_be_opened_is_said_in_words(shown) -> None:
    open_files(shown, ("scan.pdf", b"%PDF-1.7"))
    assert not shown.exception
    assert "These files could not be opened" in words(shown)
    assert "scan.pdf" in words(shown)


def test_names_from_files_are_shown_as_they_are(shown) -> None:
    headings = tuple({"Case Note Type": "**Type** :red[x]", "Worker": "<b>Who</b>"}.get(h, h) for h in mosaic.HEADINGS)
    rows = mosaic.rows(3)
    for row in rows:
        row[5] = "Visit :smile: [x](http://example.org)"
    open_files(shown, ("<i>notes</i> *new*.csv", mosaic.as_csv(rows, headings)))
    shown.selectbox(key="spot-column-doc_type").set_value("**Type** :red[x]").run()
    assert not shown.exception
    assert "<i>notes</i> *new*.csv" in words(shown)
    label = next(box.label for box in shown.selectbox if "example" in box.label)
    assert r"\[x\]\(http\:" in label
    assert not any("notes</i>" in each.value for each in shown.markdown)


def test_ready_notes_need_no_columns(shown) -> None:
    checked(shown, ("notes.jsonl", mosaic.as_json_lines(3)))
    assert not shown.exception
    assert not any(str(box.key).startswith("spot-column-") for box in shown.selectbox)
    assert "3 records checked of 3 drawn" in words(shown)


def test_several_files_are_one_sample(shown) -> None:
    rows = mosaic.rows(6)
    checked(shown, ("may.csv", mosaic.as_csv(rows[:3])), ("june.xlsx", mosaic.as_excel(rows[3:])))
    assert not shown.exception
    names = [row["cells"][0] for row in component(shown, "spot-records-table")["rows"]]
    assert len(names) == 6
    assert any("june.xlsx" in name for name in names)


def test_the_guidance_that_is_chosen_is_held_against(shown) -> None:
    open_files(shown, export())
    shown.selectbox(key="spot-guidance").select("swindon").run()
    press(shown, "Draw and check")
    assert not shown.exception
    assert {each.report.guidance for each in shown.session_state["spot-check"].checked} == {"swindon"}
    assert "Swindon" in words(shown)


def test_a_saved_spot_check_brings_the_sample_and_the_words_back(shown, checker) -> None:
    open_files(shown, export(12))
    shown.number_input(key="spot-n").set_value(5)
    shown.text_input(key="spot-seed").set_value("May")
    press(shown, "Draw and check")
    record(shown)
    key = radios(shown)[0].key
    shown.radio(key=key).set_value(False).run()
    spot = shown.session_state["spot-check"]
    saved = json.dumps(spot.to_dict(columns=shown.session_state["spot-map"].to_dict())).encode()
    places = [each.place for each in spot.checked]
    press(shown, "Forget everything")
    press(shown, "Yes, forget everything")

    open_files(shown, export(12))
    open_one(shown, "Saved spot check", saved)
    assert "with 1 record that somebody wrote on" in words(shown)
    press(shown, "Draw and check")
    assert not shown.exception
    again = shown.session_state["spot-check"]
    assert [each.place for each in again.checked] == places
    assert sum(bool(each.review.verdicts) for each in again.checked) == 1


def test_saved_columns_are_taken_and_a_file_that_is_none_is_refused(shown) -> None:
    open_files(shown, export())
    open_one(shown, "Saved columns", json.dumps({"version": 1, "columns": {"text": "Case Note Text"}}).encode())
    assert shown.selectbox(key="spot-column-text").value == "Case Note Text"
    assert shown.selectbox(key="spot-column-event_date").value is None
    open_one(shown, "Saved columns", b"{")
    assert not shown.exception
    assert "could not be used" in words(shown)


def in_memory() -> int:
    """How many records and spot checks this process holds."""
    gc.collect()
    return sum(type(each) in (Record, SpotCheck) for each in gc.get_objects())


def test_forget_asks_first_and_lets_go_of_everything(shown) -> None:
    before = in_memory()
    checked(shown, export())
    press(shown, "Forget everything")
    press(shown, "No, keep it")
    assert shown.session_state["spot-check"] is not None
    press(shown, "Forget everything")
    press(shown, "Yes, forget everything")
    assert not shown.exception
    assert "Everything is forgotten" in words(shown)
    for key in ("spot-records", "spot-check", "spot-map", "spot-made-ready", "spot-made-values", "spot-made-tally"):
        assert key not in shown.session_state
    assert in_memory() == before
    assert "notes.csv" not in words(shown)


def test_exports_leave_the_text_out_unless_asked(shown, monkeypatch) -> None:
    from notecheck.export import workbook

    asked = []
    monkeypatch.setattr(workbook, "write", lambda *_, with_text, about: asked.append((with_text, about)) or b"x")
    checked(shown, export())
    for tick in (False, True):
        shown.checkbox(key="spot-text").set_value(tick).run()
        shown.session_state["spot-workbook"] = {"press": f"n{tick}"}
        shown.run()
    assert [with_text for with_text, _ in asked] == [False, True]
    assert "with the keyword" in asked[0][1]["Drawn"]


def test_records_that_somebody_wrote_on_are_taken_unless_somebody_decides_otherwise(shown) -> None:
    checked(shown, export(3))
    assert shown.checkbox(key="spot-only").value is False
    record(shown)
    shown.text_area(key="spot-record-0-comment").set_value("Talk this over").run()
    assert shown.checkbox(key="spot-only").value is True
    shown.checkbox(key="spot-only").set_value(False).run()
    shown.run()
    assert shown.checkbox(key="spot-only").value is False


def test_files_of_one_record_and_of_all_have_names_of_their_own(shown) -> None:
    checked(shown, export(3))
    record(shown, 2)
    for key, name in {"spot-sheet-2": "notecheck record 3", "spot-sheets": "notecheck sheets for supervision"}.items():
        shown.session_state[f"{key}-word"] = {"press": f"n-{key}"}
        shown.run()
        assert component(shown, f"{key}-word")["name"] == f"{name}.docx"


def test_the_rest_of_a_rule_is_agreed_with_at_once_and_what_was_said_stays(shown) -> None:
    checked(shown, export(12))
    spot = shown.session_state["spot-check"]
    place, rule, mine = next(
        (place, rule, mine)
        for place, each in enumerate(spot.checked)
        for rule in {finding.rule for finding in each.report.findings}
        if len(mine := [n for n, found in enumerate(each.report.findings) if found.rule == rule]) > 2
        and len({each.report.findings[n].standards for n in mine}) == 1
    )
    record(shown, place)
    shown.radio(key=f"spot-record-{place}-{mine[1]}-agrees").set_value(False).run()
    shown.button(key=f"spot-record-{place}-{rule}-{mine[0]}-rest").click().run()
    assert not shown.exception
    verdicts = spot.checked[place].review.verdicts
    assert {n: verdict.agrees for n, verdict in verdicts.items()} == {n: n != mine[1] for n in mine}
    assert not any(str(button.key).endswith(f"{rule}-{mine[0]}-rest") for button in shown.button)


def test_too_many_sheets_for_one_file_are_refused_in_words(shown, monkeypatch) -> None:
    monkeypatch.setattr(taking, "SHEETS", 2)
    checked(shown, export(3))
    shown.session_state["spot-sheets-word"] = {"press": "n1"}
    shown.run()
    assert "3 records, and at most 2 sheets" in component(shown, "spot-sheets-word")["error"]
    shown.checkbox(key="spot-only").set_value(True).run()
    shown.session_state["spot-sheets-word"] = {"press": "n2"}
    shown.run()
    assert "Nobody has written on any record yet" in component(shown, "spot-sheets-word")["error"]
    record(shown)
    shown.text_area(key="spot-record-0-comment").set_value("Talk this over").run()
    shown.session_state["spot-sheets-word"] = {"press": "n3"}
    shown.run()
    assert component(shown, "spot-sheets-word")["file"]


@pytest.mark.parametrize("paper", ["#ffffff", "#0e1117", "#171714"])
def test_bars_stand_out_from_light_and_dark_paper(paper: str) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(BAR), light(paper)))
    assert (high + 0.05) / (low + 0.05) >= 3


def test_a_fault_inside_is_said_in_own_words_and_logs_no_note(shown, monkeypatch, caplog, capfd) -> None:
    def fail(self, notes, **more):
        raise ValueError(next(iter(notes))["text"])

    monkeypatch.setattr(Checker, "pipe", fail)
    with caplog.at_level(logging.DEBUG):
        checked(shown, export(3))
    assert not shown.exception
    assert "something went wrong inside notecheck (ValueError)" in words(shown)
    assert "dragon duvet" not in caplog.text + "".join(capfd.readouterr())


def test_many_records_are_listed_a_page_at_a_time(shown) -> None:
    rows = mosaic.rows(30)
    open_files(shown, ("notes.csv", mosaic.as_csv(rows)))
    shown.number_input(key="spot-n").set_value(30).run()
    press(shown, "Draw and check")
    assert len(component(shown, "spot-records-table")["rows"]) == 20
    shown.button(key="spot-page-list-on").click().run()
    assert len(component(shown, "spot-records-table")["rows"]) == 10
    assert "21 to 30 of 30" in words(shown)


def test_visits_share_nothing(checker, monkeypatch) -> None:
    monkeypatch.setattr(page, "_loaded", [checker] * 2)
    first, second = (AppTest.from_file(str(PAGE), default_timeout=120).run().switch_page(VIEW).run() for _ in range(2))
    checked(first, export(3))
    second.run()
    assert "notes.csv" in words(first)
    assert "notes.csv" not in words(second)
    assert "spot-check" not in second.session_state
