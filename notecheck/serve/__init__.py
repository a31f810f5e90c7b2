"""A server for the programs that people write with: notes come in over HTTP, findings go out, nothing is kept.

`run.py` starts it, `app.py` puts it together, `guard.py` stands before it, and `engine.py` has worker processes check.
`v2/` speaks LanguageTool's protocol, `v1/` gives whole reports; of both, what stands in `checked.py` goes on in the
worker processes (`worker.py`), which alone load the model and read notes.
"""
