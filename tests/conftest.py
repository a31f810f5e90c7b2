"""What several tests share: the shipped pipeline, loaded once, a careful place for texts, a server of LanguageTool."""

import os
import shutil
import subprocess
import sys

import pytest

import notecheck
from notecheck.errors import GrammarError
from notecheck.languagetool.install import found, install
from notecheck.note import Note
from notecheck.pipeline import load_model

NAMED = os.environ.get("NOTECHECK_GRAMMAR", "")
# Tests give the same everywhere, so they do without LanguageTool unless they ask for it.
os.environ["NOTECHECK_GRAMMAR"] = "off"

SERVER = """
import sys
from notecheck.languagetool import address, owned, why_not
with owned():
    print(address() or why_not(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="session")
def languagetool(tmp_path_factory):
    """Address of a LanguageTool: the one that was named, or one that runs as long as the tests do."""
    if NAMED.startswith("http"):
        yield NAMED
        return
    missing = next((name for name in ("java", "mvn") if not shutil.which(name)), None)
    home = found()
    if home is None and missing:
        pytest.skip(f"needs {missing} on this machine")
    try:
        folder = home.folder.parent if home else install(tmp_path_factory.mktemp("languagetool")).folder.parent
    except GrammarError as error:
        pytest.skip(f"LanguageTool cannot be set up here: {error}")
    environment = {name: value for name, value in os.environ.items() if name != "NOTECHECK_GRAMMAR"}
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        env=environment | {"NOTECHECK_HOME": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = server.stdout.readline().strip()
        if not address.startswith("http"):
            pytest.skip(address)
        yield address
    finally:
        server.communicate()


@pytest.fixture(scope="session")
def checker():
    return notecheck.load()


@pytest.fixture(scope="session")
def bare():
    """The shipped pipeline without any check."""
    return load_model()


@pytest.fixture
def marked(checker):
    """Check a text; what was marked, as (rule, words) in order of place."""

    def check(text, **fields):
        report = checker(text, **fields)
        return [(finding.rule, text[finding.start : finding.end]) for finding in report.findings]

    return check


@pytest.fixture
def doc_of(bare):
    """A Doc of the bare pipeline for a note in the contract's form."""

    def make(text, **fields):
        doc = bare.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**fields, "text": text})
        return bare(doc)

    return make
