"""The manager's view: opens records, draws a sample, shows what the check says of it, and keeps what people make of it.

It decides nothing: records are read in `notecheck/read`, columns matched in `mapping.py`, the sample drawn and checked
in `spotcheck.py`, results counted in `tally.py`, what is taken away made in `export`. Its parts are in `views/spot/`.
"""

from __future__ import annotations

import time
from datetime import date
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from notecheck import languagetool, page
from notecheck.guidance import Rulebook
from notecheck.mapping import ColumnMap
from notecheck.supervision.spotcheck import MOST, Draw, Ready, SpotCheck, make_ready
from notecheck.views import shared
from notecheck.views.shared import careful, line
from notecheck.views.spot.opening import draw_columns, draw_problems, draw_records, let_files_go
from notecheck.views.spot.results import draw_results
from notecheck.views.spot.taking import STRATA_WORDS, draw_export
from notecheck.views.spot.visit import S, asked, keep, kept, once

USUAL: Final = 20
"""Records that are drawn unless somebody says otherwise."""
PAUSE: Final = 0.02
"""Seconds between two steps of a check, in which whoever else waits for the checker takes their turn."""
PATIENCE: Final = 60.0
"""Seconds for which a check waits until grammar is ready."""
INTRO: Final = """
Draw a sample of records, see what the recording guidance of your authority says of them, and say whether you agree.
Results are counted by standard, by kind of record and over time. **They are never grouped by worker:** a count of
places in texts says nothing about who works well, and people who are counted write for the count.
"""
STYLE: Final = """
[data-testid=stMain] h3 { font-size: 1.3rem !important; }
[data-testid=stElementToolbar] { display: none; }
"""


def draw_sample(ready: Ready, columns: ColumnMap, guidance: str) -> None:
    """Ask how many records are drawn and how, and check them."""
    st.header("3. Sample", anchor=False)
    if not ready.notes:
        st.markdown("There is no record yet that can be checked.")
        return
    drawn = ask_draw(ready, columns)
    running = S.get("spot-running", False)
    with st.container(horizontal=True):
        st.button("Draw and check", disabled=running, on_click=careful(partial(begin, drawn, guidance)))
        spot: SpotCheck | None = S.get("spot-check")
        if running:
            st.button("Stop", on_click=stop)
        elif spot and spot.left:
            st.button("Go on checking", on_click=resume)
    if spot and (running or spot.left):
        check(spot, running=running)


def ask_draw(ready: Ready, columns: ColumnMap) -> Draw:
    """Fields for how a sample is drawn."""
    most = min(MOST, len(ready.notes))
    left, middle, right = st.columns(3)
    with left:
        key = kept("n", USUAL)
        S[key] = max(1, min(S[key] or 1, most))
        n = st.number_input(f"How many records, of {len(ready.notes):,}", 1, most, step=1, key=key)
    with middle:
        offered = [by for by in STRATA_WORDS if by != "team" or "team" in columns.columns]
        key = kept("by", "")
        S[key] = S[key] if S[key] in offered else ""
        by = st.selectbox("How they are drawn", offered, format_func=lambda by: STRATA_WORDS[by], key=key)
    with right:
        seed = line(
            "Keyword of the sample (with the same keyword a colleague draws the same records)",
            kept("seed", date.today().isoformat()),
        )
    return Draw(int(n), seed.strip(), by)


def begin(drawn: Draw, guidance: str) -> None:
    """Draw a new sample; what was written on the last one comes back where its records are drawn again.

    The records are taken from the visit: Streamlit keeps what is handed to a button after they have been forgotten.
    """
    ready: Ready = S["spot-made-ready"][1]
    spot = SpotCheck(ready.notes, drawn, guidance)
    last: SpotCheck | None = S.get("spot-check")
    spot.take_up([*S.pop("spot-reviews", ()), *(last.to_dict()["reviews"] if last else ())])
    for key in [key for key in S if str(key).startswith(("spot-record-", "spot-page-"))]:
        del S[key]
    S["spot-check"], S["spot-running"] = spot, True
    S["spot-open"] = S["spot-behind"] = None


def stop() -> None:
    """Check no further; what is checked stays."""
    S["spot-running"] = False


def resume() -> None:
    """Check what is left."""
    S["spot-running"] = True


def check(spot: SpotCheck, *, running: bool) -> None:
    """Check what is left a step at a time; each step is kept, whatever comes in between."""
    size = len(spot.drawn)
    bar = st.progress(spot.done / size, f"{spot.done:,} of {size:,} records checked")
    if not running:
        return
    wait_for_grammar(bar)
    checker = shared.checker()
    while spot.left:
        spot.check_some(checker)
        bar.progress(spot.done / size, f"{spot.done:,} of {size:,} records checked")
        time.sleep(PAUSE)
    S["spot-running"] = False
    asked("results")
    st.rerun()


def wait_for_grammar(bar: DeltaGenerator) -> None:
    """Wait for a minute at most where grammar is getting ready, so that all records of a sample are checked alike."""
    end = time.monotonic() + PATIENCE
    while languagetool.is_starting() and time.monotonic() < end:
        bar.progress(0.0, "Grammar and spelling are getting ready: the check begins in a moment")
        time.sleep(0.5)


def draw_forget() -> None:
    """A way to let go of everything at once, which asks before it does."""
    if not (S.get("spot-records") or S.get("spot-check") or S.get("spot-fault")):
        return
    if not S.get("spot-sure"):
        st.button("Forget everything", on_click=S.update, args=({"spot-sure": True},))
        return
    st.markdown("This lets go of the files, the results and all that you wrote here and have not saved.")
    with st.container(horizontal=True):
        st.button("Yes, forget everything", on_click=let_go)
        st.button("No, keep it", on_click=S.update, args=({"spot-sure": False},))


def let_go() -> None:
    """Forget files, records, results and what was written."""
    let_files_go()
    times = S["spot-times"]
    for key in [key for key in S if str(key).startswith("spot-")]:
        del S[key]
    S["spot-times"] = times
    S["spot-forgotten"] = True


@careful
def draw() -> None:
    """Draw the view."""
    st.html(f"<style>{STYLE}</style>")
    st.title("Spot check", anchor=False)
    st.markdown(INTRO)
    records = draw_records()
    kept("guidance", "general")
    rules = Rulebook.load(shared.guidance("spot").id, page.lexicons())
    spot: SpotCheck | None = S.get("spot-check")
    columns = S.get("spot-map") or ColumnMap()
    if records is not None:
        columns = draw_columns(records, rules)
        ready: Ready = once(
            "ready", (records, columns, S["spot-type"]), lambda: make_ready(records, columns, S["spot-type"])
        )
        draw_problems(ready, len(records.rows))
        draw_sample(ready, columns, rules.guidance.id)
        spot = S.get("spot-check")
    if spot is not None:
        draw_results(spot)
        if spot.checked and not S.get("spot-running"):
            draw_export(spot, columns)
    draw_forget()
    keep()


if __name__ == "__main__":  # Streamlit runs the file of a view as a script
    draw()
