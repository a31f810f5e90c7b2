"""The exercise: a rule, a text, what was picked and what there was to find; the score stays in the visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from notecheck import page
from notecheck.explain import explanation, rules
from notecheck.guidance import Rulebook
from notecheck.render import html, pairs, revealed, rule_page, saying
from notecheck.report import Report
from notecheck.training.exercise import Progress, ask, practised, say, together
from notecheck.training.gallery import Pair
from notecheck.views.components.arrive import arrive
from notecheck.views.components.guess import guess
from notecheck.views.train.visit import ALL, S, check, get, key, known_pairs, open_rule

HIDE_OLD: Final = "[data-testid=stMain] [data-stale=true] { display: none !important; }"


def draw_guess(*, large: bool) -> None:
    """Draw the exercise: a rule, a text, what was picked and what there was to find."""
    known = known_pairs()
    with in_place_of_the_old("Getting the texts ready…"):
        weak = {name: report for (name, _), report in check(known, "weak").items()}
    counts = practised(weak.values())
    if get("practice") not in counts:
        S[key("practice")] = next(iter(counts))
    if not large:
        st.selectbox(
            "Rule to practise",
            counts,
            format_func=lambda each: f"{saying.title(each)} ({saying.count(counts[each], 'text')})",
            key=key("practice"),
        )
    rule = get("practice")
    texts = tuple(name for name in known if any(each.rule == rule for each in weak[name].findings))
    all_progress: dict[str, Progress] = S.setdefault(key("progress"), {})
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
        S[key("progress")][rule] = progress.onwards() if onwards else progress.reveal(question, picked or ())
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
    everything = together(each.total for each in S[key("progress")].values())
    lines = [f"With this rule so far, over {saying.count(progress.total.texts, 'text')}: {say(progress.total)}"]
    if everything != progress.total:
        lines.append(f"With all rules, over {saying.count(everything.texts, 'text')}: {say(everything)}")
    st.html("".join(f"<p>{line}</p>" for line in lines))


def draw_done(rule: str, progress: Progress) -> None:
    """Draw the end of an exercise."""
    arrive(f"{saying.title(rule)}: all texts done", level=2, asked=progress.total.texts, key=key("done"))
    draw_score(progress)
    st.write(
        "The score stays in this visit and nowhere else. It counts what notecheck marks, which is not all there is."
    )
    st.button("Begin this rule again", on_click=begin_again, args=(rule,))
    st.button(f"Read about “{saying.title(rule)}”", on_click=open_rule, args=(rule,))


def begin_again(rule: str) -> None:
    """Forget how far the learner has come with a rule, and the score with it."""
    S[key("progress")].pop(rule, None)
