"""Word files for tests, as social workers have them: made with python-docx and by hand, all of it invented."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor

W = nsdecls("w", "r")
BOX = """<w:r {w}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wps"><w:drawing>
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 distT="0" distB="0" distL="0" distR="0"><wp:extent cx="2400000" cy="600000"/><wp:docPr id="7" name="Text Box 7"/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2400000" cy="600000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
<wps:txbx><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>
<w:t>{words}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
LINK = '<w:hyperlink {w} w:anchor="there"><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:hyperlink>'
CONTROL = (
    '<w:sdt {w}><w:sdtPr><w:alias w:val="Plan"/>{more}</w:sdtPr><w:sdtContent><w:r><w:t>{words}</w:t></w:r>'
    "</w:sdtContent></w:sdt>"
)
INSERTED = (
    '<w:ins {w} w:id="90" w:author="Ann Manager" w:date="2026-03-05T10:00:00Z"><w:r><w:t>{words}</w:t></w:r></w:ins>'
)
DELETED = (
    '<w:del {w} w:id="91" w:author="Ann Manager" w:date="2026-03-05T10:00:00Z"><w:r>'
    '<w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'
)
FIELD = (
    '<w:r {w}><w:fldChar w:fldCharType="begin"/></w:r>',
    "<w:r {w}><w:instrText>REF there</w:instrText></w:r>",
    '<w:r {w}><w:fldChar w:fldCharType="separate"/></w:r>',
    "<w:r {w}><w:t>{words}</w:t></w:r>",
    '<w:r {w}><w:fldChar w:fldCharType="end"/></w:r>',
)


def add(paragraph, *shapes: str, words: str = "", more: str = "") -> None:
    """Put XML at the end of a paragraph."""
    for shape in shapes:
        paragraph._p.append(parse_xml(shape.format(w=W, words=words, more=more)))


def visit() -> bytes:
    """A record of a visit with nearly all that a Word file can hold."""
    document = docx.Document()
    document.core_properties.author = "Jo Field"
    document.sections[0].header.paragraphs[0].text = "Confidential: SW file of Ellie Marsh"
    document.sections[0].footer.paragraphs[0].text = "Kept by the SW team"
    document.add_heading("Home visit to Ellie", 1)
    paragraph = document.add_paragraph("The SW ", style="Intense Quote")
    bold = paragraph.add_run("recie")
    bold.bold = True
    red = paragraph.add_run("ved a call")
    red.font.color.rgb = RGBColor(0x20, 0x60, 0x20)
    red.italic = True
    paragraph.add_run(" from school.\tMum have been ill.")
    paragraph.add_run().add_picture(BytesIO(picture()))
    noted = document.add_paragraph("Ellie told me “I wants to see Nan”. ")
    document.add_comment(noted.runs, text="Lovely to have her words.", author="Ann Manager", initials="AM")
    add(noted, INSERTED, words="She recieved a card.")
    add(noted, DELETED, words=" She cried.")
    noted.add_run(" See ")
    add(noted, LINK, words="the plan that was recieved")
    noted.add_run(".")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    for cell, words in zip(
        table._cells, ("Date", "4 March 2026", "Seen", "Ellie was seen at home, she recieved me."), strict=True
    ):
        cell.text = words
    held = document.add_paragraph("In the plan: ")
    add(held, CONTROL, words="Nan recieved the plan.")
    bound = document.add_paragraph("From the system: ")
    more = '<w:dataBinding w:xpath="/case" w:storeItemID="{11111111-1111-1111-1111-111111111111}"/>'
    add(bound, CONTROL, words="Dad recieved the plan.", more=more)
    worked = document.add_paragraph("Worked out: ")
    add(worked, *FIELD, words="Aunt recieved the plan.")
    add(document.add_paragraph("Beside it stands a box."), BOX, words="Box: Mum recieved help.")
    held = BytesIO()
    document.save(held)
    return with_parts(
        held.getvalue(), {"customXml/item9.xml": b"<case>7</case>", "word/strange.bin": b"\x00\x01strange"}
    )


def picture() -> bytes:
    """One blue point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0\0\xff")) + chunk(b"IEND", b"")
    )


def with_parts(made: bytes, more: dict[str, bytes], *, without: str = "") -> bytes:
    """A Word file with further or changed parts."""
    held = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in more and member.filename != without:
                new.writestr(member, old.read(member))
        for name, data in more.items():
            new.writestr(name, data)
    return held.getvalue()


def with_macros(made: bytes) -> bytes:
    """The same as a file with macros, .docm."""
    with ZipFile(BytesIO(made)) as old:
        types = old.read("[Content_Types].xml").decode()
        relations = old.read("word/_rels/document.xml.rels").decode()
    types = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    ).replace("</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>')
    relation = (
        '<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        'Target="vbaProject.bin"/>'
    )
    return with_parts(
        made,
        {
            "[Content_Types].xml": types.encode(),
            "word/_rels/document.xml.rels": relations.replace(
                "</Relationships>", f"{relation}</Relationships>"
            ).encode(),
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros",
        },
    )


def parts_of(made: bytes) -> dict[str, bytes]:
    """Name → content of each part."""
    with ZipFile(BytesIO(made)) as package:
        return {name: package.read(name) for name in package.namelist()}


def resolved(made: bytes, *, accept: bool) -> bytes:
    """The file once all tracked changes of notecheck are accepted, or rejected, as Word would do it."""
    document = docx.Document(BytesIO(made))
    for name, keep in (("ins", accept), ("del", not accept)):
        for each in list(document.element.iter(qn(f"w:{name}"))):
            if each.get(qn("w:author")) == "notecheck":
                for run in list(each) if keep else ():
                    each.addprevious(run)
                each.getparent().remove(each)
    for each in document.element.iter(qn("w:delText")):
        if each.getparent().getparent().tag != qn("w:del"):
            each.tag = qn("w:t")
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def anchored(made: bytes) -> dict[str, str]:
    """Number of each comment → the words between its two ends, struck out ones too."""
    document = docx.Document(BytesIO(made))
    found: dict[str, str] = {}
    held: list[str] = []
    for each in document.element.body.iter():
        tag = re.sub(r"\{.*\}", "", str(each.tag))
        number = each.get(qn("w:id"))
        if tag == "commentRangeStart":
            held.append(number)
            found[number] = ""
        elif tag == "commentRangeEnd":
            held.remove(number)
        elif tag in ("t", "delText"):
            inside = [
                a for a in each.iterancestors() if str(a.tag).endswith("}ins") and a.get(qn("w:author")) == "notecheck"
            ]
            for number in held if not inside else ():
                found[number] += each.text or ""
    return found
