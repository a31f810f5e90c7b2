"""The papers that an authority asks for before notecheck goes live, from one set of Markdown files.

`paper.py` reads a file into plain blocks, `facts.py` fills in what code knows, `versions.py` says what is installed,
and `writing.py` gives a paper as text, Markdown, a page, JSON, Word or PDF. A sentence that a test shows to be true
ends with its mark, such as `{#nothing-sent}`; tests/test_papers.py holds every mark against its test.
"""
