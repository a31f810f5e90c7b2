"""LanguageTool's public protocol, version 2: what can point to a LanguageTool server shows our findings in place.

Spoken as LanguageTool 6.8's own server speaks it (`ApiV2`, `TextChecker` and `RuleMatchesAsJsonSerializer` of its
source), and as its clients do: LibreOffice, LanguageTool's browser add-on, language-tool-python, pylanguagetool.

    routes.py     the addresses
    form.py       what a client sent → fields
    languages.py  what is read, and what is told of it
    words.py      words that a user wants no findings on

and in the workers:

    checked.py    fields → the answer
    known.py      what texts are held against
    request.py    fields → a note, and what is wanted of it
    places.py     offsets: code points of the note ↔ units of UTF-16 of what was sent
    parts.py      what cannot be told from a paragraph alone
    apart.py      findings that share words → matches that do not
    matches.py    a report → the answer
"""
