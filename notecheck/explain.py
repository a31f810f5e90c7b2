"""What each rule is about, in words: for `notecheck explain`, and for the page of each rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from notecheck.component import REGISTRY
from notecheck.errors import SettingsError
from notecheck.findings import Rule
from notecheck.guidance import Rulebook, Standard
from notecheck.measured import PLANTED, Measured, Planted, measured, planted


@dataclass(frozen=True, slots=True)
class Resting:
    """A standard that a rule rests on, with who set it."""

    owner: str
    standard: Standard


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of a rule under a guidance.

    Attributes:
        rule: with its title, what it marks, why, a weak and a better wording, and its limits.
        standards: that it rests on, the guidance's own before those that it inherits.
        measured: how it did on annotated notes; None where readers did not annotate its kind of place.
        planted: how it did, together with others, on slips that were put into lines; None where it was not so measured.
    """

    rule: Rule
    standards: tuple[Resting, ...]
    measured: Measured | None
    planted: Planted | None = None

    @property
    def figures(self) -> str:
        """How far it can be relied on, in words."""
        if self.planted is not None:
            return _together(self.planted)
        if self.measured is None:
            return "It was not measured: readers have not marked places of this kind in the annotated notes."
        known = self.measured
        begin = f"Measured on {known.notes} invented notes that it was not made from and that readers had marked: "
        if known.false_alarms is None:
            share = _share(known.right, known.cases)
            return f"{begin}it answered {known.right} of {known.cases} questions as they did{share}."
        marked = known.right + known.false_alarms
        return (
            f"{begin}it found {known.right} of their {known.cases} places{_share(known.right, known.cases)}, and "
            f"{known.right} of the {marked} that it found were theirs{_share(known.right, marked)}."
        )


def _together(known: Planted) -> str:
    """How three rules did that look for the same slips."""
    return (
        f"Measured together with the other two on {known.lines} lines of invented notes with one slip each, which they "
        f"were not made from: they found {known.found} of them; on notes by other writers {known.alarms}."
    )


def _share(right: int, of: int) -> str:
    """' (97%)'; a hundred only where nothing is missing, and nothing where there is nothing to divide by."""
    if not of:
        return ""
    return f" ({100 if right == of else min(99, round(100 * right / of))}%)"


def rules() -> dict[str, Rule]:
    """Every rule that a finding may name."""
    return {rule.name: rule for spec in REGISTRY.values() for rule in spec.rules}


def is_whole(rule: str) -> bool:
    """Whether a rule's findings are about the whole note, so that no words are marked."""
    known = rules().get(rule)
    return known is not None and known.whole


def explanation(name: str, rulebook: Rulebook) -> Explanation:
    """What there is to say of a rule under a guidance.

    Raises:
        SettingsError: there is no such rule; says which there are.
    """
    known = rules()
    if name not in known:
        raise SettingsError(f"rule {name[:40]!r} is not known; allowed: {', '.join(known)}")
    return Explanation(
        known[name], tuple(_standards(name, rulebook)), measured().get(name), planted() if name in PLANTED else None
    )


def _standards(rule: str, rulebook: Rulebook) -> Iterator[Resting]:
    """The standards that name the rule; of an inherited guidance, those that it hands on."""
    for source in filter(None, (rulebook.guidance, rulebook.inherited)):
        for standard in source.standards:
            if rule in standard.served_by and (standard.handed_on or source is rulebook.guidance):
                yield Resting(source.authority, standard)


def explain(name: str, rulebook: Rulebook) -> str:
    """A rule's explanation as text.

    Raises:
        SettingsError: there is no such rule; says which there are.
    """
    told = explanation(name, rulebook)
    rule = told.rule
    lines = [
        f"{rule.name}: {rule.title}",
        "",
        f"Marks: {rule.marks}",
        f"Why: {rule.why}",
        "",
        f"  Weak:   {_indented(rule.weak)}",
        f"  Better: {_indented(rule.better)}",
        "",
        f"Known limits: {rule.limits}",
        told.figures,
        "",
    ]
    for standard in (resting.standard for resting in told.standards):
        scope = f" [{', '.join(standard.doc_types)}]" if standard.doc_types else ""
        lines.append(f"  {standard.id} ({standard.section}){scope}: {standard.says}")
    return "\n".join(lines) + "\n"


def _indented(words: str) -> str:
    """A wording of several lines, each below the first."""
    return words.replace("\n", "\n" + " " * 10)


def list_guidance(rulebook: Rulebook) -> str:
    """Every standard of a guidance with what serves it, or why nothing checks it."""
    guidance = rulebook.guidance
    lines = [f"{guidance.id}: {guidance.title} ({guidance.authority}, {guidance.edition}, {guidance.date})"]
    for standard in guidance.standards:
        scope = ", ".join(standard.doc_types) if standard.doc_types else "all records"
        deadline = f"; {standard.deadline}" if standard.deadline else ""
        lines.append(f"\n{standard.id} ({standard.section}; {scope}{deadline})\n  {standard.says}")
        if standard.served_by:
            lines.append(
                "  checked by "
                + ", ".join(f"{rule} ({served.severity})" for rule, served in standard.served_by.items())
            )
        if standard.not_checked:
            lines.append(f"  not checked: {standard.not_checked}")
    if rulebook.inherited:
        lines.append(f"\nWhere it is silent about a rule, {rulebook.inherited.id} stands in.")
    return "\n".join(lines) + "\n"
