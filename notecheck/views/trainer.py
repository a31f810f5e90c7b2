"""The trainer's view: pairs of records side by side, exercises, and a page for each rule. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import streamlit as st

from notecheck import page
from notecheck.errors import NotecheckError
from notecheck.explain import explanation, rules
from notecheck.export import handout as handouts
from notecheck.export import sheet_docx, sheet_pdf
from notecheck.guidance import Rulebook, guidance_names, load_guidance
from notecheck.render import html, pairs, revealed, rule_page
from notecheck.render.slides import slides
from notecheck.report import Report
from notecheck.training.exercise import Progress, ask, practised, say, together
from notecheck.training.gallery import (
    AGES,
    TEMPLATE,
    Pair,
    Version,
    choose,
    load_gallery,
    read_pairs,
    rules_taught,
    under,
)
from notecheck.views import shared
from notecheck.views.components.arrive import arrive
from notecheck.views.components.download import download
from notecheck.views.components.guess import guess
from notecheck.views.components.opener import opened, opener
from notecheck.views.components.present import present
from notecheck.views.components.rule_links import rule_links
from notecheck.views.shared import careful

PARTS: Final[Mapping[str, str]] = {
    "pairs": "Look at pairs",
    "guess": "Guess first, then reveal",
    "rules": "Read about a rule",
}
ALL: Final = "all"
"""Of a filter: it lets everything pass. Of the guidance: each pair keeps its own."""

LARGE: Final = """
html { font-size: 28px !important; }
header[data-testid=stHeader], .nc-first { display: none; }
[data-testid=stMainBlockContainer] { padding: .5rem max(.6rem, 3vw) 1rem !important; max-width: none !important; }
[data-testid=stMainBlockContainer] label p, [data-testid=stMainBlockContainer] button p { font-size: 1rem !important; }
[data-testid=stHeading] h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.nc .nc-n, .nc h4, .nc .nc-c { font-size: 1rem; }
"""
HIDE_OLD: Final = "[data-testid=stMain] [data-stale=true] { display: none !important; }"
_KEPT: Final = ("part", "large", "kind", "ages", "rule", "guidance", "pair", "practice", "page", "page-guidance")
_S: Final = st.session_state


def key(name: str) -> str:
    """The name of something of this view in the session."""
    return f"trainer-{name}"


def get(name: str, otherwise: Any = None) -> Any:
    """Something of this view in the session."""
    return _S.get(key(name), otherwise)


def keep() -> None:
    """Streamlit forgets a field that a run does not draw; what was chosen is to be there when it comes back."""
    for name in map(key, _KEPT):
        if name in _S:
            _S[name] = _S[name]


def own_pairs() -> tuple[Pair, ...]:
    """The pairs that the trainer brought, kept in this visit alone."""
    return tuple(get("own", ()))


def known_pairs() -> dict[str, Pair]:
    """All pairs by name, the trainer's own first."""
    ours = {pair.id: pair for pair in load_gallery(page.lexicons())}
    return {f"own {pair.id}": pair for pair in own_pairs()} | ours


@careful
def open_own() -> None:
    """Take the pairs of a file that was just chosen, in place of those from before; a faulty file changes nothing."""
    file = opened(key("file"))
    if file is None or file.at == get("opened"):
        return
    _S.pop(key("fault"), None)
    _S[key("opened")] = file.at
    try:
        mine = read_pairs(file.data, "your file", lexicons=page.lexicons())
    except NotecheckError as fault:
        _S[key("fault")] = str(fault)
        return
    let_go()
    _S[key("own")], _S[key("pair")] = mine, f"own {mine[0].id}"
    for name in ("kind", "ages", "rule"):
        _S[key(name)] = ALL


def let_go() -> None:
    """Forget the trainer's own pairs, and all that was made of them."""
    for name in ("own", "fault", "reports"):
        _S.pop(key(name), None)


@careful
def follow_link() -> None:
    """A link to the page of a rule was pressed."""
    open_rule(_S[key("links")]["rule"])


def open_rule(rule: str | None) -> None:
    """Turn to the page of a rule."""
    if rule in rules():
        _S[key("part")], _S[key("page")] = "rules", rule
        _S[key("asked")] = get("asked", 0) + 1
        if get("guidance", ALL) != ALL:
            _S[key("page-guidance")] = get("guidance")


def turn_to(part: str, **chosen: str) -> None:
    """Turn to another part, with something chosen in it."""
    _S[key("part")] = part
    for name, value in chosen.items():
        _S[key(name)] = value


def filters() -> None:
    """Ask which pairs to show, and what they are held against."""
    known = known_pairs().values()
    names = {name: load_guidance(name, page.lexicons()).title for name in guidance_names(page.lexicons())}
    columns = st.columns(4)
    with columns[0]:
        pick("Kind of record", "kind", list(dict.fromkeys(pair.doc_type for pair in known)), html.words)
    with columns[1]:
        pick("Age of the child", "ages", list(AGES), str)
    with columns[2]:
        pick("Rule", "rule", list(rules_taught(known)), html.title)
    with columns[3]:
        pick("Held against", "guidance", list(names), names.__getitem__, everything="The guidance of each pair")


def pick(label: str, name: str, options: list[str], words: Callable[[str], str], *, everything: str = "All") -> None:
    """Ask for one of several, or for all of them."""
    if get(name, ALL) not in (ALL, *options):
        del _S[key(name)]
    st.selectbox(
        label, [ALL, *options], format_func=lambda each: everything if each == ALL else words(each), key=key(name)
    )


def shown_pairs() -> dict[str, Pair]:
    """The pairs that the filters let pass."""
    kind, ages, rule = (None if get(name, ALL) == ALL else get(name) for name in ("kind", "ages", "rule"))
    known = known_pairs().items()
    return {name: pair for name, pair in known if choose([pair], doc_type=kind, ages=ages, rule=rule)}


def held(pair: Pair) -> Pair:
    """The pair under the guidance that was chosen."""
    chosen = get("guidance", ALL)
    return pair if chosen == ALL else under(pair, chosen, page.lexicons())


def check(shown: Mapping[str, Pair], *versions: Version) -> dict[tuple[str, Version], Report]:
    """What the checker says of these versions of these pairs, by name and version; kept in this visit."""
    kept: dict[tuple[str, Version, str], Report] = _S.setdefault(key("reports"), {})
    guidance = get("guidance", ALL)
    asked = [(name, version) for name in shown for version in versions]
    new = [each for each in asked if (*each, guidance) not in kept]
    # All at once, which takes less than half the time.
    found = shared.checker().pipe([held(shown[name]).note(version) for name, version in new])
    kept.update({(*each, guidance): report for each, report in zip(new, found, strict=True)})
    return {each: kept[(*each, guidance)] for each in asked}


def both(name: str, pair: Pair) -> dict[Version, Report]:
    """The reports on both versions."""
    return {version: report for (_, version), report in check({name: pair}, *pairs.SIDES).items()}


def title_of(name: str, pair: Pair) -> str:
    """A pair in a list."""
    mine = " (yours)" if name.startswith("own ") else ""
    return f"{pair.title} – {pairs.facts(pair)}{mine}"


def draw_pairs() -> None:
    """Draw the gallery: which pairs, and the one that was chosen."""
    filters()
    shown = shown_pairs()
    if not shown:
        st.info("No pair fits all of these. Set one of them back to “All”.")
        return
    if get("pair") not in shown:
        _S.pop(key("pair"), None)
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
        count = html.count(len(mine), "pair")
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
        _S[key("pair")] = chosen
        st.rerun()


def draw_guess(*, large: bool) -> None:
    """Draw the exercise: a rule, a text, what was picked and what there was to find."""
    known = known_pairs()
    with in_place_of_the_old("Getting the texts ready…"):
        weak = {name: report for (name, _), report in check(known, "weak").items()}
    counts = practised(weak.values())
    if get("practice") not in counts:
        _S[key("practice")] = next(iter(counts))
    if not large:
        st.selectbox(
            "Rule to practise",
            counts,
            format_func=lambda each: f"{html.title(each)} ({html.count(counts[each], 'text')})",
            key=key("practice"),
        )
    rule = get("practice")
    texts = tuple(name for name in known if any(each.rule == rule for each in weak[name].findings))
    all_progress: dict[str, Progress] = _S.setdefault(key("progress"), {})
    progress = all_progress.get(rule, Progress(texts)).over(texts)
    if progress.text is None:
        draw_done(rule, progress)
        return
    draw_question(rule, progress, weak[progress.text], known[progress.text])


@contextmanager
def in_place_of_the_old(words: str) -> Iterator[None]:
    """While something takes its time, say so, and hide what the run before drew below: it belongs to another part."""
    place = st.empty()
    place.html(f'<style>{HIDE_OLD}</style><p role="status">{html.escape(words)}</p>')
    yield
    place.empty()


def draw_question(rule: str, progress: Progress, weak: Report, pair: Pair) -> None:
    """Draw one text for one rule."""
    told = rules()[rule]
    place = f"Text {progress.at + 1} of {len(progress.texts)}"
    how = "Pick each sentence in which you see it: click on it, or press the space bar. Then press “Reveal”."
    st.html(
        f'<style>{pairs.style()}</style><div class="nc"><h2>{html.escape(told.title)}</h2>'
        f"<p><strong>Look for:</strong> {html.escape(told.marks)}</p><h3>{place}: {html.escape(pair.title)}</h3>"
        f"<p>{html.escape(pairs.facts(pair))} {how}</p></div>"
    )
    question = ask(weak, rule)
    last = progress.at + 1 == len(progress.texts)
    picked, onwards = guess(
        question,
        name=f"{rule} {progress.text} {get('guidance', ALL)}",
        label=f"{place}: {pair.title}",
        answer=progress.answer,
        said=say(progress.last) if progress.answer else "",
        key=key("question"),
        onwards="To the score" if last else "Next text",
    )
    if picked is not None or onwards:
        _S[key("progress")][rule] = progress.onwards() if onwards else progress.reveal(question, picked or ())
        st.rerun()
    if progress.answer:
        draw_answer(rule, progress, revealed.body(question, progress.answer), pair)


def draw_answer(rule: str, progress: Progress, body: str, pair: Pair) -> None:
    """Draw what there was to find, and how the record reads when it is well written."""
    told = explanation(rule, Rulebook.load("general", page.lexicons()))
    st.html(
        f'{body}<div class="nc"><h3>In other words</h3>{rule_page.wordings(told)}'
        f"<details><summary>The strong version of this record</summary>"
        f'<div class="nc-text">{html.escape(pair.strong)}</div></details></div>'
    )
    draw_score(progress)
    st.button(f"Read about “{told.rule.title}”", on_click=open_rule, args=(rule,))


def draw_score(progress: Progress) -> None:
    """Draw the score of this visit."""
    everything = together(each.total for each in _S[key("progress")].values())
    lines = [f"With this rule so far, over {html.count(progress.total.texts, 'text')}: {say(progress.total)}"]
    if everything != progress.total:
        lines.append(f"With all rules, over {html.count(everything.texts, 'text')}: {say(everything)}")
    st.html("".join(f"<p>{line}</p>" for line in lines))


def draw_done(rule: str, progress: Progress) -> None:
    """Draw the end of an exercise."""
    arrive(f"{html.title(rule)}: all texts done", level=2, asked=progress.total.texts, key=key("done"))
    draw_score(progress)
    st.write(
        "The score stays in this visit and nowhere else. It counts what notecheck marks, which is not all there is."
    )
    st.button("Begin this rule again", on_click=begin_again, args=(rule,))
    st.button(f"Read about “{html.title(rule)}”", on_click=open_rule, args=(rule,))


def begin_again(rule: str) -> None:
    """Forget how far the learner has come with a rule, and the score with it."""
    _S[key("progress")].pop(rule, None)


def draw_rule(*, large: bool) -> None:
    """Draw the page of a rule."""
    known = rules()
    if get("page") not in known:
        _S[key("page")] = next(iter(known))
    if not large:
        left, right = st.columns(2)
        with left:
            st.selectbox("Rule", known, format_func=html.title, key=key("page"))
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
        _S[key("here")] = True
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
