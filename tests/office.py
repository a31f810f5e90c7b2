"""Word and OpenDocument files made by hand, part by part, so that a test says exactly what is in them."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_ROOTS = {
    "styles": "styles", "numbering": "numbering", "settings": "settings", "footnotes": "footnotes",
    "endnotes": "endnotes", "comments": "comments", "header": "hdr", "footer": "ftr",
}  # fmt: skip


def packed(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in members.items():
            file.writestr(name, body)
    return data.getvalue()


def part(root, inside, space=W):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{space}" {_SPACES}>{inside}</w:{root}>'


def docx(body, *, space=W, extra=None, **parts):
    """A Word file; `parts`: what a part is (`styles`, `footnotes`, `header1`) → what stands in it."""
    relations, members = [], {}
    for name, inside in parts.items():
        kind = name.rstrip("0123456789")
        relations.append(f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{name}.xml"/>')
        members[f"word/{name}.xml"] = part(_ROOTS[kind], inside, space)
    opc = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    main = f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f"<Relationships {opc}>{main}</Relationships>",
            "word/document.xml": part("document", f"<w:body>{body}</w:body>", space),
            "word/_rels/document.xml.rels": f"<Relationships {opc}>{''.join(relations)}</Relationships>",
            **members,
            **(extra or {}),
        }
    )


def p(text="", properties=""):
    """A paragraph; `text` may be runs."""
    runs = text if text.startswith("<") else run(text) if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def run(text, properties=""):
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows):
    """Rows of cells; a cell is text or what stands in its `w:tc`."""
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


_ODF = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "manifest")
} | {
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def odf(root, inside):
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _ODF.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {spaces}>{inside}</{root}>'


def odt(body, *, automatic="", styles="", masters="", extra=None):
    """An OpenDocument text."""
    content = (
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )
    looks = f"<office:styles>{styles}</office:styles><office:master-styles>{masters}</office:master-styles>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": odf("manifest:manifest", ""),
            "content.xml": odf("office:document-content", content),
            "styles.xml": odf("office:document-styles", looks),
            **(extra or {}),
        }
    )
