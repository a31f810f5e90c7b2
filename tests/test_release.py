"""What a release is made of, and what an audit may say: nothing passes for clean that nobody looked at."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / ".release"))
import audit  # noqa: E402
import bom  # noqa: E402
import building  # noqa: E402
import lowest  # noqa: E402
from shipped import document, jars, shipped  # noqa: E402
from tools import Failed  # noqa: E402

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINS = ["jinja2==2.4.1", "idna==3.20"]
# As pip-audit 2.10 writes it where the advisories cannot be reached; it then says "No known vulnerabilities found" and
# ends with 0.
UNREACHABLE = {
    "dependencies": [
        {"name": "jinja2", "skip_reason": "Dependency not found on PyPI and could not be audited: jinja2 (2.4.1)"},
        {"name": "idna", "skip_reason": "Dependency not found on PyPI and could not be audited: idna (3.20)"},
    ],
    "fixes": [],
}
ADVISORY = {"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"], "aliases": ["CVE-2014-0012"], "description": "…"}


def answer(**vulns):
    rows = [{"name": pin.split("==")[0], "version": pin.split("==")[1], "vulns": []} for pin in PINS]
    return {"dependencies": [row | {"vulns": vulns.get(row["name"], [])} for row in rows], "fixes": []}


def test_what_nobody_looked_up_does_not_pass_for_clean():
    verdict = audit.judged(UNREACHABLE, PINS)
    assert verdict.status == audit.NOT_DONE
    assert verdict.lines[0] == "audited in part: 0 are clean"
    assert verdict.lines[1].endswith("do not know them: jinja2==2.4.1, idna==3.20")
    assert audit.judged(None, PINS).status == audit.NOT_DONE
    part = {"dependencies": answer()["dependencies"][:1]}
    assert audit.judged(part, PINS).lines[1].endswith("do not know them: idna==3.20")


def test_a_vulnerability_is_named_with_the_version_that_mends_it():
    verdict = audit.judged(answer(jinja2=[ADVISORY]), PINS)
    assert verdict.status == audit.FOUND
    assert verdict.lines == ("1 known vulnerability", "jinja2 2.4.1: PYSEC-2014-8, mended in 2.7.2")
    assert audit.judged(answer(), PINS) == audit.Verdict(audit.CLEAN, ("2 packages, no known vulnerability",))
    ignored = audit.judged(answer(jinja2=[ADVISORY]), PINS, ["CVE-2014-0012"])
    assert (ignored.status, ignored.lines[-1]) == (audit.CLEAN, "ignored: CVE-2014-0012")


def test_an_audit_whose_source_gives_no_answer_says_that_it_was_not_made():
    nowhere = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": ""}
    command = [sys.executable, ROOT / ".release", "audit"]
    for more, status in (((), audit.NOT_DONE), (("--unreachable-passes",), 0)):
        done = subprocess.run(
            [*command, *more], env=os.environ | nowhere, capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert (done.returncode, done.stderr) == (status, "")
        assert done.stdout.startswith("not audited: the advisories (pypi) cannot be reached from here")


def test_what_is_audited_is_what_is_installed_and_what_that_needs():
    pins, missing = audit.installed(["spacy>=3", "lxml", "streamlit[auth]", "colorama; sys_platform == 'none'"])
    found = dict(pin.split("==") for pin in pins)
    assert {"spacy", "thinc", "numpy", "pydantic-core", "lxml", "authlib"} <= found.keys()
    assert not {"notecheck", "pytest", "colorama"} & found.keys()
    assert found["spacy"] == version("spacy")
    assert missing == []
    assert audit.installed(["nowhere-to-be-had>=1"]) == ([], ["nowhere-to-be-had"])
    asked = {Requirement(row).name for row in bom.required(ROOT)}
    assert {"spacy", "pyspark", "starlette"} <= asked
    assert not {"pytest", "uv", "notecheck"} & asked


def test_a_folder_with_something_else_in_it_is_not_emptied_for_a_release(tmp_path):
    for name in ("notecheck-0.1.0.tar.gz", "SHA256SUMS"):
        (tmp_path / name).touch()
    assert building.bare(tmp_path) == tmp_path
    assert list(tmp_path.iterdir()) == []
    for name in ("letter.odt", "notecheck-0.1.0.tar.gz"):
        (tmp_path / name).touch()
    with pytest.raises(Failed, match=r"holds letter\.odt, which no release does"):
        building.bare(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    assert list(building.bare(tmp_path / "new" / "dist").iterdir()) == []


def test_models_and_lexicons_are_in_the_bill_with_their_checksums():
    made = document("notecheck", "0.1.0", [*shipped(ROOT, "0.1.0"), *jars(ROOT)])
    assert bom.why_invalid(made) == ""
    assert made == document("notecheck", "0.1.0", [*shipped(ROOT, "0.1.0"), *jars(ROOT)])
    parts = {each["name"]: each for each in made["components"]}
    lists = {path.relative_to(ROOT).as_posix() for path in (ROOT / "lexicons").rglob("*") if path.is_file()}
    assert lists <= parts.keys()
    acronyms = parts["lexicons/acronyms.yaml"]
    assert acronyms["hashes"][0]["content"] == sha256((ROOT / acronyms["name"]).read_bytes()).hexdigest()
    assert re.fullmatch(r"\d{4}\.\d{2}", acronyms["version"])
    model = parts["en_case_notes"]
    held = {each["name"].removeprefix("models/en_case_notes/"): each for each in model["components"]}
    for row in (ROOT / "models" / "en_case_notes" / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = row.split()
        assert held[name]["hashes"][0]["content"] == digest


def test_each_jar_is_named_by_where_it_comes_from_and_its_checksum():
    parts = jars(ROOT)
    assert len(parts) == 80
    [core] = [each for each in parts if each["name"] == "languagetool-core"]
    assert core["purl"] == f"pkg:maven/org.languagetool/languagetool-core@{core['version']}?type=jar"
    sums = (ROOT / "notecheck" / "languagetool" / "checksums.txt").read_text("utf-8")
    assert f"{core['hashes'][0]['content']}  languagetool-core-{core['version']}.jar" in sums


def test_a_jar_that_nobody_can_place_is_told(tmp_path):
    for name in ("notecheck/languagetool/checksums.txt", ".release/jars.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"), encoding="utf-8")
    with (tmp_path / ".release/jars.txt").open("a") as file:
        file.write("org.example:other:1.0\n")
    with pytest.raises(ValueError, match=r"differ in other-1\.0\.jar"):
        jars(tmp_path)


def test_no_document_that_does_not_fit_the_schema_leaves_the_house():
    made = document("notecheck", "0.1.0", [{"type": "lexicon", "name": "words", "bom-ref": "words"}])
    assert "lexicon" in bom.why_invalid(made)


def test_where_a_file_stood_on_the_machine_of_the_release_is_left_out():
    main = {"type": "application", "bom-ref": "root-component", "name": "notecheck", "version": "0.1.0"}
    here = {"externalReferences": [{"type": "distribution", "url": "file:///home/jo/notecheck.whl"}]}
    spacy = {"type": "library", "bom-ref": "spacy==3.8.18", "name": "spacy", "version": "3.8.18"}
    found = document("notecheck", "0.1.0", []) | {
        "metadata": {"component": main | here},
        "components": [spacy | {"purl": "pkg:pypi/spacy@3.8.18"}],
        "dependencies": [{"ref": "root-component", "dependsOn": ["spacy==3.8.18"]}, {"ref": "spacy==3.8.18"}],
    }
    made = bom.joined(found, shipped(ROOT, "0.1.0"))
    assert bom.why_invalid(made) == ""
    assert "file:" not in json.dumps(made)
    assert bom.pins(made) == ["spacy==3.8.18"]
    assert {"spacy==3.8.18", "models/statements"} <= set(made["dependencies"][0]["dependsOn"])


def _requirements():
    extras = PROJECT["optional-dependencies"].values()
    every = [*PROJECT["dependencies"], *(row for extra in extras for row in extra)]
    return [row for row in map(Requirement, every) if row.name != "notecheck"]


@pytest.mark.parametrize("row", _requirements(), ids=str)
def test_every_range_has_two_ends(row):
    signs = {each.operator for each in row.specifier}
    assert "==" in signs or {">=", "<"} <= signs or row.marker


def test_what_is_used_by_the_tests_of_the_lowest_versions_is_there():
    assert [name for name in lowest.TESTS if not (ROOT / "tests" / f"test_{name}.py").is_file()] == []


@pytest.mark.slow
def test_a_wheel_is_the_same_to_the_byte_when_it_is_built_again_elsewhere(tmp_path):
    ignored = shutil.ignore_patterns(".git", "corpus", "*cache*", "screenshots")
    shutil.copytree(ROOT, tmp_path / "one", ignore=ignored)
    shutil.copytree(tmp_path / "one", tmp_path / "other", copy_function=shutil.copyfile)
    made = []
    for name, zone in (("one", "UTC"), ("other", "Asia/Tokyo")):
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", tmp_path / name]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"TZ": zone})
        made += (tmp_path / name / "dist").glob("*.whl")
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as archive:
        [name] = [each for each in archive.namelist() if "/sboms/" in each]
        packed = json.loads(archive.read(name))
        assert bom.why_invalid(packed) == ""
        for part in packed["components"]:
            for file in (part, *part.get("components", ())):
                if "hashes" in file:
                    held = archive.read(f"notecheck/_data/{file['name']}")
                    assert sha256(held).hexdigest() == file["hashes"][0]["content"], file["name"]
