"""Many notes to a report each: read as a stream, checked by several processes, written in order, resumed after a kill.

- `items.py`: what a source of notes gives; `rows.py`: what is written for each;
- `sources.py`, with `files.py` (which are meant), `matching.py` (records to items) and `cursors.py`;
- `workers.py`, with `process.py` (one worker, from outside) and `worker.py` (the same, inside);
- `writing.py` and `journal.py`: the output, and by what it is taken up again; `fingerprint.py`: what it rests on;
- `run.py`: the one function that the command calls;
- `outputs.py` and `valid.py`: the rows read back, by `summary.py`, `compare.py` and `baseline.py`.
"""
