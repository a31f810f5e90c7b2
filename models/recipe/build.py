"""Builds models/en_case_notes from spaCy's en_core_web_sm, with a fixed seed, in one command.

Usage: python models/recipe/build.py --treebanks FOLDER [--output FOLDER] [--steps N] [--limit N]

FOLDER holds the CoNLL-U files named in `TRAIN` and `DEV` (Universal Dependencies, https://universaldependencies.org).
spaCy's own training does the work; `config.cfg` says how.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import spacy
import srsly
import telegraphic
import treebank
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import load_config

import notecheck.checks  # noqa: F401  (registers notecheck_sentences)

HERE: Final = Path(__file__).parent
OUTPUT: Final = HERE.parent / "en_case_notes"
NOTES: Final = HERE.parent / "corpus" / "train"
TRAIN: Final = ("en_ewt-ud-train.conllu", "en_eslspok-ud-train.conllu")
DEV: Final = ("en_ewt-ud-dev.conllu",)
SHARE: Final = 0.7
"""How far the weights go from those that we start with to those that were learnt."""
CHECKSUMS: Final = "SHA256SUMS"
_LEARNT: Final = ["TAG", "HEAD", "DEP"]


def build(treebanks: Path, output: Path = OUTPUT, *, steps: int | None = None, limit: int | None = None) -> Language:
    """Train and write the pipeline.

    Args:
        treebanks: folder in which the CoNLL-U files lie, at any depth.
        output: folder to write to; what the recipe does not write (the card) is left there.
        steps: batches to train for, if not those of `config.cfg`.
        limit: passages to take of each file, for a quick look.
    """
    config = load_config(HERE / "config.cfg", interpolate=True)
    teacher = _teacher(config["paths"]["base"])
    random.seed(config["system"]["seed"])
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        lines = islice(treebank.whole_sentences(teacher, NOTES), limit)
        _write(folder / "train.spacy", chain(_labelled(teacher, treebanks, TRAIN, limit), lines))
        _write(folder / "dev.spacy", _half_rewritten(list(_labelled(teacher, treebanks, DEV, limit))))
        overrides: dict[str, Any] = {"paths.train": str(folder / "train.spacy"), "paths.dev": str(folder / "dev.spacy")}
        if steps is not None:
            overrides |= {"training.max_steps": steps, "training.eval_frequency": steps}
        train(HERE / "config.cfg", folder / "out", overrides=overrides)
        nlp = spacy.load(folder / "out" / "model-last")
    settle(nlp, teacher)
    mend_tags(nlp)
    mend_lemmas(nlp)
    _describe(nlp)
    nlp.to_disk(output)
    _licence(config["paths"]["base"], output)
    write_checksums(output)
    return nlp


def settle(nlp: Language, before: Language) -> None:
    """Move every weight back towards what it was before the training.

    Between the two, what was learnt is kept and what would be forgotten comes back (Wortsman and others, "Robust
    fine-tuning of zero-shot models", 2022). The share was chosen on the development parts of the treebanks.
    """
    for name in ("tok2vec", "tagger", "parser"):
        pairs = zip(nlp.get_pipe(name).model.walk(), before.get_pipe(name).model.walk(), strict=True)
        for new, old in pairs:
            for parameter in new.param_names:
                if new.has_param(parameter):
                    mean = SHARE * new.get_param(parameter) + (1 - SHARE) * old.get_param(parameter)
                    new.set_param(parameter, mean)


def mend_tags(nlp: Language) -> None:
    """Add `rules.json`: words that can only be verbs, and verbs that open a line without a subject."""
    nlp.get_pipe("attribute_ruler").add_patterns(srsly.read_json(HERE / "rules.json"))


def mend_lemmas(nlp: Language) -> None:
    """Add the words of `lemmas.txt`, and take out short verbs that hide a longer one ('hop' hides 'hope').

    spaCy's lemmatizer takes the last rule that leads to a known word, so 'hopes' is 'hop' as long as 'hop' is known.
    Nothing is lost: 'hopping' stands among the exceptions, and 'hops' needs no table.
    """
    lookups = nlp.get_pipe("lemmatizer").lookups
    index, exceptions = lookups.get_table("lemma_index"), lookups.get_table("lemma_exc")
    for pos, base, forms in read_lemmas():
        index[pos] = [*index[pos], base]
        exceptions[pos] = {**exceptions[pos], **{form: [base] for form in forms}}
    verbs = set(index["verb"])
    hiding = {verb for verb in verbs if f"{verb}e" in verbs and _DOUBLES.search(verb)}
    index["verb"] = [verb for verb in index["verb"] if verb not in hiding]


_DOUBLES: Final = re.compile(r"(?:^|[^aeiou])[aeiouy][^aeiouwxy]$|^(?:lambast|premier)$")


def read_lemmas() -> Iterator[tuple[str, str, list[str]]]:
    """Part of speech, base form and irregular forms of each line of `lemmas.txt`."""
    for line in (HERE / "lemmas.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, _, forms = line.partition(":")
            pos, base = word.split()
            yield pos, base, forms.split()


def write_checksums(folder: Path) -> None:
    """Write the SHA-256 of every file but the card, in the form that `sha256sum --check` reads."""
    lines = [f"{digest}  {name}" for name, digest in checksums(folder)]
    (folder / CHECKSUMS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def checksums(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of each file of a built pipeline, in the order of the names."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in (CHECKSUMS, "README.md"):
            yield path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def _teacher(base: str) -> Language:
    nlp = spacy.load(base, exclude=["ner", "senter", "attribute_ruler", "lemmatizer"])
    nlp.add_pipe("notecheck_sentences", before="parser")
    return nlp


def _labelled(teacher: Language, folder: Path, names: Iterable[str], limit: int | None) -> Iterator[Doc]:
    for name in names:
        path = next(iter(sorted(folder.rglob(name))), None)
        if path is None:
            raise SystemExit(f"{name} is not in {folder}; get it from https://universaldependencies.org")
        yield from treebank.docs(teacher, list(islice(treebank.passages(path), limit)))


def _half_rewritten(docs: list[Doc]) -> list[Doc]:
    half = len(docs) // 2
    return docs[:half] + [telegraphic.rewrite(doc) for doc in docs[half:]]


def _write(path: Path, docs: Iterable[Doc]) -> None:
    DocBin(attrs=_LEARNT, docs=docs).to_disk(path)


def _describe(nlp: Language) -> None:
    nlp.config["paths"] |= {"train": None, "dev": None}
    nlp.meta |= {
        "name": "case_notes",
        "version": "0.1.0",
        "spacy_version": ">=3.8.7,<3.9.0",
        "description": "English pipeline for notecheck, from en_core_web_sm 3.8.0: README.md says what was changed.",
        "author": "notecheck; Explosion (en_core_web_sm)",
        "email": "",
        "url": "",
        "license": "MIT; see LICENSE and LICENSES_SOURCES",
        "performance": {},
    }


def _licence(base: str, output: Path) -> None:
    """Copy the licence and the sources of the base model, and add ours."""
    origin = Path(spacy.load(base, exclude=["ner"]).path)
    shutil.copy(origin / "LICENSE", output / "LICENSE")
    ours = (HERE / "LICENSES_SOURCES").read_text(encoding="utf-8")
    theirs = (origin / "LICENSES_SOURCES").read_text(encoding="utf-8")
    (output / "LICENSES_SOURCES").write_text(f"{ours}\n{theirs}", encoding="utf-8")


def main() -> None:
    """Build from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--steps", type=int, help="batches to train for, if not those of config.cfg")
    parser.add_argument("--limit", type=int, help="passages to take of each file, for a quick look")
    options = parser.parse_args()
    build(options.treebanks, options.output, steps=options.steps, limit=options.limit)


if __name__ == "__main__":
    main()
