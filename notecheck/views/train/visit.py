"""What the parts of the trainer's view share: what a visit keeps, the pairs that it knows, and the reports on them.

All of it lives in the visit alone, under names that begin with `trainer-`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from notecheck import page
from notecheck.explain import rules
from notecheck.render import pairs
from notecheck.report import Report
from notecheck.training.gallery import Pair, Version, choose, load_gallery, under
from notecheck.views import shared

ALL: Final = "all"
"""Of a filter: it lets everything pass. Of the guidance: each pair keeps its own."""
S: Final = st.session_state
_KEPT: Final = ("part", "large", "kind", "ages", "rule", "guidance", "pair", "practice", "page", "page-guidance")


def key(name: str) -> str:
    """The name of something of this view in the session."""
    return f"trainer-{name}"


def get(name: str, otherwise: Any = None) -> Any:
    """Something of this view in the session."""
    return S.get(key(name), otherwise)


def keep() -> None:
    """Streamlit forgets a field that a run does not draw; what was chosen is to be there when it comes back."""
    for name in map(key, _KEPT):
        if name in S:
            S[name] = S[name]


def own_pairs() -> tuple[Pair, ...]:
    """The pairs that the trainer brought, kept in this visit alone."""
    return tuple(get("own", ()))


def known_pairs() -> dict[str, Pair]:
    """All pairs by name, the trainer's own first."""
    ours = {pair.id: pair for pair in load_gallery(page.lexicons())}
    return {f"own {pair.id}": pair for pair in own_pairs()} | ours


def let_go() -> None:
    """Forget the trainer's own pairs, and all that was made of them."""
    for name in ("own", "fault", "reports"):
        S.pop(key(name), None)


def open_rule(rule: str | None) -> None:
    """Turn to the page of a rule."""
    if rule in rules():
        S[key("part")], S[key("page")] = "rules", rule
        S[key("asked")] = get("asked", 0) + 1
        if get("guidance", ALL) != ALL:
            S[key("page-guidance")] = get("guidance")


def turn_to(part: str, **chosen: str) -> None:
    """Turn to another part, with something chosen in it."""
    S[key("part")] = part
    for name, value in chosen.items():
        S[key(name)] = value


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
    kept: dict[tuple[str, Version, str], Report] = S.setdefault(key("reports"), {})
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
