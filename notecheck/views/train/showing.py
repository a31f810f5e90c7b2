"""Pairs of records side by side: which of them, one on paper or as slides, and those that the trainer brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from notecheck import page
from notecheck.errors import NotecheckError
from notecheck.export import handout as handouts
from notecheck.export import sheet_docx, sheet_pdf
from notecheck.guidance import guidance_names, load_guidance
from notecheck.render import html, pairs, saying
from notecheck.render.slides import slides
from notecheck.report import Report
from notecheck.training.gallery import AGES, TEMPLATE, Pair, Version, read_pairs, rules_taught
from notecheck.views.components.download import download
from notecheck.views.components.opener import opened, opener
from notecheck.views.components.present import present
from notecheck.views.shared import careful
from notecheck.views.train.visit import (
    ALL,
    S,
    both,
    get,
    held,
    key,
    known_pairs,
    let_go,
    own_pairs,
    shown_pairs,
    title_of,
)


@careful
def open_own() -> None:
    """Take the pairs of a file that was just chosen, in place of those from before; a faulty file changes nothing."""
    file = opened(key("file"))
    if file is None or file.at == get("opened"):
        return
    S.pop(key("fault"), None)
    S[key("opened")] = file.at
    try:
        mine = read_pairs(file.data, "your file", lexicons=page.lexicons())
    except NotecheckError as fault:
        S[key("fault")] = str(fault)
        return
    let_go()
    S[key("own")], S[key("pair")] = mine, f"own {mine[0].id}"
    for name in ("kind", "ages", "rule"):
        S[key(name)] = ALL


def filters() -> None:
    """Ask which pairs to show, and what they are held against."""
    known = known_pairs().values()
    names = {name: load_guidance(name, page.lexicons()).title for name in guidance_names(page.lexicons())}
    columns = st.columns(4)
    with columns[0]:
        pick("Kind of record", "kind", list(dict.fromkeys(pair.doc_type for pair in known)), saying.words)
    with columns[1]:
        pick("Age of the child", "ages", list(AGES), str)
    with columns[2]:
        pick("Rule", "rule", list(rules_taught(known)), saying.title)
    with columns[3]:
        pick("Held against", "guidance", list(names), names.__getitem__, everything="The guidance of each pair")


def pick(label: str, name: str, options: list[str], words: Callable[[str], str], *, everything: str = "All") -> None:
    """Ask for one of several, or for all of them."""
    if get(name, ALL) not in (ALL, *options):
        del S[key(name)]
    st.selectbox(
        label, [ALL, *options], format_func=lambda each: everything if each == ALL else words(each), key=key(name)
    )


def draw_pairs() -> None:
    """Draw the gallery: which pairs, and the one that was chosen."""
    filters()
    shown = shown_pairs()
    if not shown:
        st.info("No pair fits all of these. Set one of them back to “All”.")
        return
    if get("pair") not in shown:
        S.pop(key("pair"), None)
    titles = {name: title_of(name, pair) for name, pair in shown.items()}
    count = f"{len(shown)} of {len(known_pairs())} shown"
    name = st.selectbox(f"Pair ({count})", titles, format_func=titles.__getitem__, key=key("pair"))
    pair, reports = shown[name], both(name, shown[name])
    heading = f"<h2>{html.escape(pair.title)}</h2>"
    st.html(f"<style>{pairs.style()}</style>{heading}{pairs.body(held(pair), reports)}")
    draw_handout(pair, reports)
    draw_own()


def draw_handout(pair: Pair, reports: Mapping[Version, Report]) -> None:
    """Offer the pair on paper."""
    st.header("Handout", anchor=False)
    with_answers = st.checkbox("With the answers: marks, reasons, the strong version and the notes", key=key("answers"))
    sheet = partial(handouts.handout, held(pair), reports, answers=with_answers)
    stem = f"{pair.id}{'-answers' if with_answers else ''}"
    kinds: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        ("PDF", "pdf", sheet_pdf.MIME, lambda: sheet_pdf.write([sheet()])),
        ("Word", "docx", sheet_docx.MIME, lambda: sheet_docx.write([sheet()])),
        ("HTML", "html", "text/html", lambda: handouts.to_html(sheet())),
    )
    with st.container(horizontal=True):
        for label, ending, mime, make in kinds:
            file = f"{stem}.{ending}"
            download(f"Handout as {label}", key=key(f"handout-{ending}"), name=file, make=make, mime=mime)


def draw_own() -> None:
    """Let the trainer bring pairs."""
    st.header("Your own pairs", anchor=False)
    st.write("Bring pairs from a file. They stay in the memory of this visit and are gone when you close the tab.")
    download("Template", key=key("template"), name="pairs.yaml", make=TEMPLATE.encode, mime="text/yaml")
    opener("Open a file with pairs…", key=key("file"), accept=".yaml,.yml", most=1, answered=get("opened", 0))
    if fault := get("fault"):
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in fault.split("\n"))
        st.html(f'<div role="alert"><p><strong>This file could not be opened.</strong></p>{lines}</div>')
    if mine := own_pairs():
        kept = " Those that you opened before are kept." if fault else ""
        count = saying.count(len(mine), "pair")
        st.html(f'<p role="status">{count} of yours: first in the list above.{kept}</p>')
        st.button("Let go of my pairs", on_click=let_go)


def draw_slides() -> None:
    """Draw one pair as slides."""
    shown = shown_pairs() or known_pairs()
    name = get("pair") if get("pair") in shown else next(iter(shown))
    reports = both(name, shown[name])
    chosen = present(
        slides(held(shown[name]), reports),
        name=f"{name} {get('guidance', ALL)}",
        deck=name,
        decks={each: title_of(each, pair) for each, pair in shown.items()},
        key=key("slides"),
    )
    if chosen != name:
        S[key("pair")] = chosen
        st.rerun()
