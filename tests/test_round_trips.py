"""What we write, read by the programs that people have: LibreOffice, pdftotext, python-docx, openpyxl."""

from __future__ import annotations

import csv
import html
import re
import shutil
import subprocess
import sys
import textwrap
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from reports import found, report_of
from word_files import anchored, visit

from notecheck.export import marked_docx, note_docx, report_xlsx, sheet_pdf, word
from notecheck.export.certain import applied
from notecheck.findings import Finding
from notecheck.read.document import join
from notecheck.read.docx import extract
from notecheck.render import render
from notecheck.supervision.sheet import sheet

CRASHED = (-11, -6, 134, 139)
"""What LibreOffice ends with where it falls over by itself, as it does now and then: once more is enough."""
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PDFTOTEXT = shutil.which("pdftotext")
UNO = next((each for each in ("/usr/bin/python3", sys.executable) if SOFFICE and Path(each).exists()), None)
needs_office = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice here")
needs_pdftotext = pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext here (poppler)")
pytestmark = pytest.mark.slow

TEXT = (
    "Home visit, 4 March 2026\n"
    "\n"
    "SW recieved a call: Mum have been ill. Ellie told me “I wants to see Nan”.\n"
    "Nan’s café was shut, and she have teh key. =1+1\n"
)
RESOLVE = textwrap.dedent("""
    import sys, time, uno
    from com.sun.star.beans import PropertyValue

    def values(**fields):
        return tuple(PropertyValue(name, 0, value, 0) for name, value in fields.items())

    pipe, source, target, command = sys.argv[1:]
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.2)
    desktop = there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, values(Hidden=True))
    dispatcher = there.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", there)
    dispatcher.executeDispatch(document.getCurrentController().getFrame(), command, "", 0, ())
    document.storeToURL(uno.systemPathToFileUrl(target), values(FilterName="MS Word 2007 XML"))
    document.close(True)
    try:
        desktop.terminate()
    except Exception:
        pass
""")


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """A profile of LibreOffice of our own."""
    return tmp_path_factory.mktemp("office")


def converted(data: bytes, ending: str, to: str, folder: Path, profile: Path) -> Path:
    source = folder / f"made{ending}"
    source.write_bytes(data)
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    command += ["--outdir", str(folder / "out"), str(source)]
    done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    if done.returncode in CRASHED:
        done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr.decode()
    made = folder / "out" / f"made.{to.split(':')[0]}"
    assert made.exists(), done.stderr.decode()
    return made


def resolved(data: bytes, command: str, folder: Path, profile: Path) -> bytes:
    """The file once LibreOffice has accepted, or rejected, every tracked change.

    Without comments: without a screen LibreOffice 7.4 falls over any file that has one, also over one of python-docx.
    """
    if UNO is None or subprocess.run([UNO, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("no Python here that can steer LibreOffice (python3-uno)")
    source, target, script = folder / "tracked.docx", folder / f"{command[5:11]}.docx", folder / "resolve.py"
    source.write_bytes(data)
    script.write_text(RESOLVE, encoding="utf-8")
    for again in (True, True, True, False):  # LibreOffice itself falls over now and then; then it is asked again
        if _steered(script, source, target, command, profile, again=again):
            break
    return target.read_bytes()


def _steered(script: Path, source: Path, target: Path, command: str, profile: Path, *, again: bool) -> bool:
    """Have LibreOffice do it; False where it did not and may be tried again."""
    pipe = f"notecheck{source.parent.name.replace('-', '')}{command[5:11]}"
    office = subprocess.Popen(
        [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        subprocess.run([UNO, str(script), pipe, str(source), str(target), command], timeout=120, check=True)
        office.wait(60)
    except subprocess.CalledProcessError:
        if not again:
            raise
        return False
    finally:
        office.kill()
        office.wait()
    return True


@pytest.fixture(scope="module")
def report():
    said = TEXT.index("“I wants")
    return report_of(
        TEXT,
        Finding("voice", 0, 0, "How the child's view was got is not said."),
        found(TEXT, "SW", "social worker (SW)", rule="acronym"),
        found(TEXT, "recieved", "received"),
        found(TEXT, "SW recieved a call", rule="vague"),
        found(TEXT, "Mum have", "Mum has", rule="grammar"),
        found(TEXT, "she have", "she has", rule="confusable"),
        found(TEXT, "teh", "the"),
        voice=((said, said + len("“I wants to see Nan”")),),
    )


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# Word files


@needs_office
def test_libreoffice_sees_the_comments_at_their_words(report, tmp_path, profile) -> None:
    made = converted(note_docx.write(report, comments=True), ".docx", "odt", tmp_path, profile)
    with ZipFile(made) as package:
        content = package.read("content.xml").decode()
    said = re.findall(r"<office:annotation .*?</office:annotation>", content, re.DOTALL)
    assert len(said) == len(report.findings)
    assert all("<dc:creator>notecheck</dc:creator>" in each for each in said)
    for finding in report.findings[1:]:
        words = TEXT[finding.start : finding.end]
        [name] = [
            re.search(r'office:name="([^"]+)"', each)[1]
            for each in said
            if f"“{words}” may be a slip" in html.unescape(re.sub(r"<[^>]+>", "", each))
        ]
        begin = re.search(rf'<office:annotation [^>]*office:name="{name}".*?</office:annotation>', content, re.DOTALL)
        between = content[begin.end() : content.index(f'<office:annotation-end office:name="{name}"')]
        between = re.sub(r"<office:annotation .*?</office:annotation>", "", between, flags=re.DOTALL)
        assert flat(html.unescape(re.sub(r"<[^>]+>", "", between))) == flat(words)


@needs_office
def test_libreoffice_accepts_and_rejects_what_is_tracked(report, tmp_path, profile) -> None:
    made = note_docx.write(report, tracked=True)
    accepted = applied(TEXT, note_docx.tracked_changes(report))
    assert "social worker (SW) received a call: Mum has been ill" in accepted
    assert words_of(resolved(made, ".uno:AcceptAllTrackedChanges", tmp_path, profile)) == flat(accepted)
    assert words_of(resolved(made, ".uno:RejectAllTrackedChanges", tmp_path, profile)) == flat(TEXT)


@needs_office
def test_libreoffice_does_so_in_a_word_file_that_came_back(tmp_path, profile) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Nan recie")
    paragraph.add_run("ved the ").bold = True
    paragraph.add_run("plan.")
    document.add_table(1, 2).cell(0, 1).text = "Mum have teh key."
    held = BytesIO()
    document.save(held)
    text = join(extract(held.getvalue()).passages)[0]
    slips = (found(text, "recieved", "received"), found(text, "Mum have", "Mum has"), found(text, "teh", "the"))
    made = marked_docx.write(report_of(text, *slips), held.getvalue(), comments=False, tracked=True)
    accepted = words_of(resolved(made, ".uno:AcceptAllTrackedChanges", tmp_path, profile))
    assert accepted == flat("Nan received the plan. | Mum has the key.").replace("| ", "")
    assert words_of(resolved(made, ".uno:RejectAllTrackedChanges", tmp_path, profile)) == flat(text.replace("|", ""))


def words_of(made: bytes) -> str:
    """What a Word file says, empty cells left out; our line above a note, whose style LibreOffice renames, too."""
    return flat(" ".join(each.text for each in extract(made).passages if "In bold red type" not in each.text))


@needs_office
def test_libreoffice_opens_a_word_file_that_came_back(tmp_path, profile) -> None:
    original = visit()
    text = join(extract(original).passages)[0]
    about = report_of(text, *(found(text, "recieved", "received", nth=n) for n in range(text.count("recieved"))))
    made = converted(marked_docx.write(about, original, voice=True), ".docx", "pdf", tmp_path, profile)
    assert made.read_bytes().startswith(b"%PDF")
    if PDFTOTEXT:
        said = subprocess.run([PDFTOTEXT, str(made), "-"], capture_output=True, check=True).stdout.decode()
        for words in ("Home visit to Ellie", "Nan recieved the plan", "Box: Mum recieved help", "Kept by the SW team"):
            assert words in flat(said)


def test_python_docx_finds_the_comments_and_their_words(report) -> None:
    made = note_docx.write(report, comments=True, tracked=True)
    said = {str(each.comment_id): each for each in docx.Document(BytesIO(made)).comments}
    places = anchored(made)
    assert said.keys() == places.keys()
    assert places[next(number for number, each in said.items() if "“teh”" in each.text)] == "teh"
    voice = [r.text for p in docx.Document(BytesIO(made)).paragraphs for r in p.runs if r.style.name == word.VOICE]
    assert "".join(voice) == "“I wants to see Nan”"


# PDF, Excel, HTML


@needs_pdftotext
def test_pdftotext_reads_the_report(report, tmp_path) -> None:
    made = tmp_path / "report.pdf"
    made.write_bytes(sheet_pdf.write([sheet(report, name="A-01", with_text=True)]))
    said = subprocess.run([PDFTOTEXT, "-layout", str(made), "-"], capture_output=True, check=True).stdout.decode()
    for words in ("Feedback on a record: A-01", "What to look at again", "Nan’s café was shut", "social worker (SW)"):
        assert words in flat(said)


@needs_office
def test_libreoffice_reads_the_workbook_and_runs_nothing(report, tmp_path, profile) -> None:
    about = report_of("=1+1 SW rang.", found("=1+1 SW rang.", "=1+1", "=2", rule="vague"), id="=cmd")
    data = report_xlsx.write([("=cmd", about), ("A-01", report)])
    made = converted(data, ".xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path, profile)
    rows = list(csv.reader(StringIO(made.read_text(encoding="utf-8"))))
    assert rows[0][:3] == ["Note", "Number", "Rule"]
    assert rows[1][0] == "'=cmd"
    assert rows[1][4] == "'=1+1"
    assert len(rows) == 2 + len(report.findings)


@needs_office
def test_the_html_report_is_a_page_without_script_that_prints(report, tmp_path, profile) -> None:
    page = "".join(render("html", [("visit.txt", report)]))
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "@media print" in page
    made = converted(page.encode(), ".html", "pdf:writer_web_pdf_Export", tmp_path, profile)
    assert made.read_bytes().startswith(b"%PDF")
