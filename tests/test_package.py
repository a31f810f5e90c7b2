"""What is shipped works where it is installed: the wheel in a new environment, with model, lexicons and page."""

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.model, pytest.mark.slow]
ROOT = Path(__file__).parents[1]


def _run(*command, cwd):
    return subprocess.run([str(c) for c in command], cwd=cwd, check=True, capture_output=True, text=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl")), next(out.glob("*.tar.gz"))


def test_wheel_and_sdist_carry_model_and_lexicons(built):
    wheel, sdist = built
    names = zipfile.ZipFile(wheel).namelist()
    with tarfile.open(sdist) as archive:
        packed = archive.getnames()
    for wanted in ("lexicons/acronyms.yaml", "lexicons/guidance/general.yaml", "models/en_case_notes/config.cfg"):
        assert f"notecheck/_data/{wanted}" in names
        assert any(name.endswith(wanted) for name in packed)
    assert "notecheck/_data/app.py" in names
    assert {"notecheck/languagetool/pom.xml", "notecheck/languagetool/checksums.txt"} <= set(names)
    assert not [name for name in names if "corpus" in name]


def test_the_wheel_works_in_a_new_environment(built, tmp_path):
    home = tmp_path / "env"
    _run(sys.executable, "-m", "venv", home, cwd=tmp_path)
    python = home / "bin" / "python"
    _run(python, "-m", "pip", "install", "--quiet", "--no-compile", built[0], cwd=tmp_path)
    note = tmp_path / "note.txt"
    note.write_text("SW rang the LADO on 4 March 2026.", encoding="utf-8")
    done = _run(home / "bin" / "notecheck", "check", note, "--format", "json", cwd=tmp_path)
    assert [f["text"] for f in json.loads(done.stdout)["findings"] if f["rule"] == "acronym"] == ["SW", "LADO"]
    # A saved pipeline of any spaCy user loads without an import of ours.
    save = "import spacy; n = spacy.blank('en'); n.add_pipe('notecheck_email'); n.to_disk('saved')"
    _run(python, "-c", save, cwd=tmp_path)
    assert _run(python, "-c", "import spacy; print(spacy.load('saved').pipe_names)", cwd=tmp_path).stdout.strip() == (
        "['notecheck_email']"
    )
