"""What code knows of notecheck, for the places of the papers: counts, limits, measured figures, decisions, promises."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import notecheck.checks  # noqa: F401 (the rules register themselves)
from notecheck import page
from notecheck.data import MEASURED, MOST_BYTES, Lexicons, load_lexicons
from notecheck.explain import rules
from notecheck.guidance import Guidance, check_guidances, guidance_names, load_guidance
from notecheck.languagetool.folders import VERSION as LANGUAGETOOL
from notecheck.measured import PLANTED, measured, planted
from notecheck.note import DOC_TYPES
from notecheck.page import Start
from notecheck.papers import versions
from notecheck.papers.paper import bullets, table
from notecheck.pipeline import MAX_LENGTH
from notecheck.privacy import promises
from notecheck.read.apart import MEGABYTES, SECONDS
from notecheck.serve import settings as serve

FIGURES: Final = Path(__file__).with_name("figures.json")
"""Measured at the first sight of notes by another writer, which no later run can repeat, and by the fairness test; and
counts of the annotated notes, which are not shipped."""
_OVERALL: Final = "all together"
_ANSWERS: Final[Mapping[str, str]] = {
    "address style": "whether the note speaks to the child or about the child",
    "voice: present": "whether the child is heard",
    "voice: own-words": "whether in their own words",
    "voice: reported": "whether in the writer's words",
    "voice: observed": "whether by what was seen",
    "voice: how obtained": "whether it says how the view was got",
    "checklist": "points of checklists, given or not",
}
"""Questions about a whole note, by their names in the measurement, in words."""


def facts(lexicons: str | None = None) -> dict[str, str]:
    """Place → what stands there, as Markdown.

    Args:
        lexicons: an authority's own folder, whose decisions, lists and guidance are then told too.

    Raises:
        LexiconError: a file of the folder has a fault.
    """
    lists = load_lexicons(lexicons)
    if lexicons:
        check_guidances(lexicons, {*rules(), *lists.terms}, lists.items)
    return {
        **_counts(lists, lexicons),
        **_limits(),
        **_accuracy(),
        **_first_sight(),
        **_fairness(),
        "data.training": str(_figures()["data"]["training_notes"]),
        "data.measured.kinds": str(_figures()["data"]["measured_kinds"]),
        **_decisions(lists, lexicons),
        "promises": bullets(each.words for each in promises(Start(served=True), forgets=True)),
        **versions.facts(lexicons),
    }


def _counts(lists: Lexicons, lexicons: str | None) -> dict[str, str]:
    known = [load_guidance(name, lexicons) for name in guidance_names(lexicons)]
    standards = [standard for each in known for standard in each.standards]
    checked = sum(bool(standard.served_by) for standard in standards)
    entries = sum(map(len, lists.terms.values())) + len(lists.acronyms) + len(lists.roles) + len(lists.items)
    return {
        "rules.count": str(len(rules())),
        "rules.table": table(("Rule", "What it marks"), ((f"`{name}`", rule.marks) for name, rule in rules().items())),
        "guidance.count": str(len(known)),
        "guidance.table": table(("Guidance", "Standards", "Checked by a rule", "Not checked"), map(_standards, known)),
        "standards.count": str(len(standards)),
        "standards.checked": str(checked),
        "standards.unchecked": str(len(standards) - checked),
        "lists.entries": f"{entries:,}",
        "records.count": str(len(DOC_TYPES)),
        "records.kinds": ", ".join(f"`{name}`" for name in DOC_TYPES),
    }


def _standards(guidance: Guidance) -> tuple[object, ...]:
    checked = sum(bool(standard.served_by) for standard in guidance.standards)
    name = f"{guidance.authority[:1].upper()}{guidance.authority[1:]} (`{guidance.id}`)"
    return name, len(guidance.standards), checked, len(guidance.standards) - checked


def _limits() -> dict[str, str]:
    server = serve.Serving()
    return {
        "limits.text": f"{MAX_LENGTH:,}",
        "limits.upload": str(page.MAX_UPLOAD),
        "limits.seconds": f"{SECONDS:.0f}",
        "limits.megabytes": str(MEGABYTES),
        "limits.lexicon": f"{MOST_BYTES:,}",
        "limits.server.text": f"{server.max_text:,}",
        "limits.server.seconds": f"{server.timeout:.0f}",
        "limits.server.queue": str(server.queue),
        "page.address": page.ADDRESS,
        "server.address": f"{server.host}:{server.port}",
        "languagetool.version": LANGUAGETOOL,
    }


@cache
def _evaluation() -> Mapping[str, Any]:
    """What `notecheck evaluate models/corpus/dev --json` says, as shipped."""
    data: Mapping[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return data


@cache
def _figures() -> Mapping[str, Any]:
    """What stands in `FIGURES`."""
    data: Mapping[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return data


def _accuracy() -> dict[str, str]:
    known = _evaluation()
    rows = {name: row for name, row in known["rules"].items() if name in rules()} | {
        "all of these together": known["rules"][_OVERALL]
    }
    questions = known["whole_note"]
    whole = ((words, f"{questions[name]['right']} of {questions[name]['cases']}") for name, words in _ANSWERS.items())
    slips = planted()
    return {
        "accuracy.notes": str(known["notes"]),
        "accuracy.words": f"{known['words']:,}",
        "accuracy.rules": table(("Rule", "Precision", "Recall", "F1", "Marks"), _rows(rows)),
        "accuracy.kinds": table(("Kind of statement", "Precision", "Recall", "F1", "Sentences"), _rows(known["kinds"])),
        "accuracy.kinds.mean": _interval(known["kinds_macro_f1"]),
        "accuracy.precision": _interval(known["rules"][_OVERALL]["precision"]),
        "accuracy.recall": _interval(known["rules"][_OVERALL]["recall"]),
        "accuracy.whole": table(("Question", "As the readers said"), whole),
        "accuracy.quiet": f"{known['false_alarms_per_100_words_in_quiet_notes']:.2f}",
        "accuracy.unmeasured": ", ".join(f"`{name}`" for name in _unmeasured()),
        "grammar.found": f"{slips.found} of {slips.lines}",
        "grammar.alarms": slips.alarms,
    }


def _unmeasured() -> Iterator[str]:
    """Rules for which readers marked nothing in the annotated notes."""
    return (name for name in rules() if name not in measured() and name not in PLANTED)


def _rows(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[object, ...]]:
    for name, row in rows.items():
        shown = f"`{name}`" if " " not in name else name
        yield shown, *(_interval(row[each]) for each in ("precision", "recall", "f1")), row["cases"]


def _interval(figure: Mapping[str, float]) -> str:
    """A figure with its 95 % interval, as the README gives it.

    >>> _interval({"value": 0.926, "low": 0.7647, "high": 1.0})
    '0.93 (0.76–1.00)'
    """
    return f"{figure['value']:.2f} ({figure['low']:.2f}–{figure['high']:.2f})"


def _first_sight() -> dict[str, str]:
    known = _figures()["first_sight"]
    rows = [*known["rules"].items(), ("all of these together", known["together"])]
    shown = ((f"`{name}`" if " " not in name else name, f"{p:.2f}", f"{r:.2f}", marks) for name, (p, r, marks) in rows)
    precision, recall, _ = known["together"]
    return {
        "first-sight.notes": str(known["notes"]),
        "first-sight.rules": table(("Rule", "Precision", "Recall", "Marks"), shown),
        "first-sight.precision": f"{precision:.2f}",
        "first-sight.recall": f"{recall:.2f}",
        "first-sight.wrong": f"{100 * (1 - precision):.0f}",
        "first-sight.missed": f"{100 * (1 - recall):.0f}",
        "first-sight.quiet": f"{known['false_alarms_per_100_words_in_quiet_notes']:.2f}",
    }


def _fairness() -> dict[str, str]:
    known = _figures()["fairness"]
    return {
        "fairness.notes": str(known["notes"]),
        "fairness.changes": str(known["changes"]),
        "fairness.findings": f"{known['findings_moved_percent']} %",
        "fairness.kinds": f"{known['kinds_moved_percent']} %",
        "fairness.score": str(known["score_moved_mean"]),
        "fairness.score.most": str(known["score_moved_most"]),
    }


def _decisions(lists: Lexicons, folder: str | None) -> dict[str, str]:
    """What an authority has switched off, with who decided it; in words where nothing is."""
    rows = [
        (
            f"the rule `{name}`" if decision.rule else f"the entry `{name}` of `{lists.files[name]}`",
            decision.decided_by or "not recorded",
            decision.on.isoformat() if decision.on else "not recorded",
            decision.reason or "not recorded",
            f"`{file}`",
        )
        for name, (file, decision) in lists.decisions.items()
    ]
    return {"decisions": _table_or(rows, folder)}


def _table_or(rows: Iterable[tuple[str, ...]], folder: str | None) -> str:
    if found := list(rows):
        return table(("Switched off", "Decided by", "On", "Why", "In the file"), found)
    if folder:
        return "Your folder switches nothing off."
    return (
        "No folder of your own was given, so nothing is switched off. `notecheck about governance --lexicons FOLDER` "
        "lists what yours switches off."
    )
