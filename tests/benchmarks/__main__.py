"""What is measured, and by what. Each command prints its figures and says more with `--help`; no test needs them.

    python tests/benchmarks/spine.py          what the checks cost beside the bare pipeline; edit, cold start, memory
    python tests/benchmarks/others.py         the same notes by notecheck and by the tools that people use instead
    python tests/benchmarks/grammar.py WHAT   `errors`, `alarms` or `speed` of grammar and spelling
    python tests/benchmarks/scale.py          an audit from a thousand notes to a million
    python tests/benchmarks/kills.py          an audit that is killed fifty times and taken up again
    python tests/benchmarks/resampled.py N    any number of notes, made from the annotated ones, for other measurements
    python tests/benchmarks/server.py         how fast the server answers 1, 10 and 50 clients at once; memory
    python tests/benchmarks/page.py           how long the worker waits for marks on the page
    python tests/benchmarks/page_memory.py    what the page costs in memory

How good the checks are is measured by `notecheck evaluate models/corpus/dev`.
"""

if __name__ == "__main__":
    print(__doc__.strip())
