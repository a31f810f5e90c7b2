"""The trainer's view: pairs of records side by side, exercises, and a page for each rule. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from notecheck import page
from notecheck.explain import explanation, rules
from notecheck.guidance import Rulebook
from notecheck.render import pairs, rule_page, saying
from notecheck.training.gallery import rules_taught
from notecheck.views import shared
from notecheck.views.components.arrive import arrive
from notecheck.views.components.rule_links import rule_links
from notecheck.views.shared import careful
from notecheck.views.train.practising import draw_guess
from notecheck.views.train.showing import draw_pairs, draw_slides, open_own
from notecheck.views.train.visit import S, get, keep, key, known_pairs, open_rule, turn_to

PARTS: Final[Mapping[str, str]] = {
    "pairs": "Look at pairs",
    "guess": "Guess first, then reveal",
    "rules": "Read about a rule",
}
LARGE: Final = """
html { font-size: 28px !important; }
header[data-testid=stHeader], .nc-first { display: none; }
[data-testid=stMainBlockContainer] { padding: .5rem max(.6rem, 3vw) 1rem !important; max-width: none !important; }
[data-testid=stMainBlockContainer] label p, [data-testid=stMainBlockContainer] button p { font-size: 1rem !important; }
[data-testid=stHeading] h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.nc .nc-n, .nc h4, .nc .nc-c { font-size: 1rem; }
"""


@careful
def follow_link() -> None:
    """A link to the page of a rule was pressed."""
    open_rule(S[key("links")]["rule"])


def draw_rule(*, large: bool) -> None:
    """Draw the page of a rule."""
    known = rules()
    if get("page") not in known:
        S[key("page")] = next(iter(known))
    if not large:
        left, right = st.columns(2)
        with left:
            st.selectbox("Rule", known, format_func=saying.title, key=key("page"))
        with right:
            shared.guidance(key("page"))
    rule, guidance = get("page"), get("page-guidance", "general")
    st.query_params["rule"] = rule
    told = explanation(rule, Rulebook.load(guidance, page.lexicons()))
    arrive(told.rule.title, level=2, asked=get("asked", 0), key=key("heading"))
    st.html(f"<style>{pairs.style()}</style>{rule_page.body(told)}")
    with st.container(horizontal=True):
        taught = rules_taught(known_pairs().values())
        if rule in taught:
            st.button("Show the pairs that teach it", on_click=turn_to, args=("pairs",), kwargs={"rule": rule})
        if not told.rule.whole and rule in taught:
            st.button("Practise it", on_click=turn_to, args=("guess",), kwargs={"practice": rule})


def arrive_by_link() -> None:
    """Whoever comes by a link to a rule begins at its page."""
    if not get("here"):
        S[key("here")] = True
        open_rule(st.query_params.get("rule"))


@careful
def draw() -> None:
    """Draw the view."""
    keep()
    open_own()
    arrive_by_link()
    large = get("large", False)
    if large:
        st.html(f"<style>{LARGE}</style>")
    st.title("Show good recording", anchor=False)
    if not large:
        st.radio("What would you like to do?", PARTS, format_func=PARTS.__getitem__, horizontal=True, key=key("part"))
    st.toggle("Large type, for presenting (the arrow keys turn the slides)", key=key("large"))
    part = get("part", "pairs")
    if part != "rules":
        st.query_params.pop("rule", None)
    if part == "rules":
        draw_rule(large=large)
    elif part == "guess":
        draw_guess(large=large)
    elif large:
        draw_slides()
    else:
        draw_pairs()
    rule_links(key=key("links"), follow=follow_link)


if __name__ == "__main__":  # Streamlit runs the file of a view as a script
    draw()
