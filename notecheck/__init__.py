"""notecheck: checks case notes in UK children's social care against the recording guidance of the authority.

    >>> import notecheck
    >>> checker = notecheck.load(guidance="general")
    >>> report = checker("Visit to CIN family on 4 March 2026.")
    >>> [(finding.rule, finding.start, finding.end) for finding in report.findings]
    [('acronym', 9, 12)]
"""

__version__ = "0.1.0"
