"""spaCy's own command line is left alone by our processes, and is there all the same for whoever asks for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LEAVE_OUT = "from notecheck.spacy_cli import leave_out_command_line; leave_out_command_line(); import spacy"


def _said(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NOTECHECK_GRAMMAR": "off"}
    return subprocess.run(
        [sys.executable, *arguments], input=stdin, capture_output=True, text=True, check=True, env=environment
    )


@pytest.mark.model
def test_spacy_cli_is_not_read_by_a_check() -> None:
    done = _said("-X", "importtime", "-m", "notecheck", "check", "-", stdin="Mum rang me on 4 March 2026.")
    read = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "spacy.language" in read
    assert not {"spacy.cli", "spacy.cli.download", "weasel", "requests", "httpx"} & read
    assert done.stdout.startswith("standard input: ")


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        ("import sys; print('spacy.cli' in sys.modules, spacy.info(silent=True)['spacy_version'] == spacy.__version__)",
         "False True"),
        ("import spacy.cli; print(spacy.cli.info.__name__, callable(spacy.cli.download))", "info True"),
        ("import spacy.cli; print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)", "True"),
    ],
)  # fmt: skip
def test_spacy_cli_is_there_for_whoever_asks(program: str, printed: str) -> None:
    assert _said("-c", f"{LEAVE_OUT}; {program}").stdout.strip() == printed


def test_spacy_cli_is_left_as_it_is_where_spacy_was_imported_before() -> None:
    program = f"import sys, spacy; before = sys.modules['spacy.cli.info']; {LEAVE_OUT}; "
    assert _said("-c", f"{program}print(sys.modules['spacy.cli.info'] is before)").stdout.strip() == "True"
