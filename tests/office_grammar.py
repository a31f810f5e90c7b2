"""What LibreOffice shows of a text: run by a Python that has its `uno`, with an address, a text file and a folder.

LibreOffice starts without a window, with a profile of its own in the folder whose grammar server is the address. The
text is opened as a document, and each of its paragraphs is handed to LibreOffice's own proofreading, as its grammar
dialog does. Standard output gets JSON: `services` (those that check British English), and `paragraphs`, each with
`text` and `marks` (`words`, `start`, `message`, `short`, `suggestions`, `colour`).
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape

import uno

ADDRESS, TEXT, FOLDER = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
PIPE = f"notecheck{os.getpid()}"
PROOFREADING = 2  # com.sun.star.text.TextMarkupType
SECONDS = 60
SETTINGS = {"IsEnabled": "true", "BaseURL": ADDRESS}


def write_profile():
    """The settings that Tools > Options > Language Settings > LanguageTool Server makes."""
    items = "".join(
        '<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for name, value in SETTINGS.items()
    )
    user = FOLDER / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
    return user.parent.as_uri()


def connect():
    """LibreOffice's context, once it answers."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    end = time.monotonic() + SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def value_of(name, value):
    pair = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    pair.Name, pair.Value = name, value
    return pair


def british():
    locale = uno.createUnoStruct("com.sun.star.lang.Locale")
    locale.Language, locale.Country = "en", "GB"
    return locale


def open_text(desktop):
    options = (value_of("FilterName", "Text (encoded)"), value_of("FilterOptions", "UTF8,LF,,en-GB"))
    return desktop.loadComponentFromURL(TEXT.as_uri(), "_blank", 0, options)


def flat_paragraphs(document):
    iterator = document.getFlatParagraphIterator(PROOFREADING, False)
    paragraph = iterator.getFirstPara()
    while paragraph is not None:
        yield paragraph
        paragraph = iterator.getNextPara()


def marks(proofreading, document, paragraph):
    text = paragraph.getText()
    result = proofreading.checkSentenceAtPosition(document, paragraph, text, british(), 0, -1, -1)
    units = text.encode("utf-16-le")
    for error in result.aErrors:
        start, end = error.nErrorStart, error.nErrorStart + error.nErrorLength
        colours = [each.Value for each in error.aProperties if each.Name == "LineColor"]
        yield {
            "words": units[start * 2 : end * 2].decode("utf-16-le"),
            "start": start,
            "message": error.aShortComment,
            "short": error.aFullComment,
            "suggestions": list(error.aSuggestions),
            "colour": f"{colours[0] & 0xFFFFFF:06x}" if colours else None,
        }


def look(context):
    manager = context.ServiceManager
    services = manager.createInstanceWithContext("com.sun.star.linguistic2.LinguServiceManager", context)
    proofreading = manager.createInstanceWithContext("com.sun.star.linguistic2.ProofreadingIterator", context)
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = open_text(desktop)
    try:
        found = {
            "services": list(services.getConfiguredServices("com.sun.star.linguistic2.Proofreader", british())),
            "paragraphs": [
                {"text": paragraph.getText(), "marks": list(marks(proofreading, document, paragraph))}
                for paragraph in flat_paragraphs(document)
            ],
        }
    finally:
        document.close(True)
        try:
            desktop.terminate()
        except Exception as error:  # the bridge is gone before the answer is
            print(type(error).__name__, file=sys.stderr)
    return found


def main():
    process = subprocess.Popen(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation={write_profile()}",
         f"--accept=pipe,name={PIPE};urp;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        print(json.dumps(look(connect())))
        process.wait(SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)


if __name__ == "__main__":
    main()
