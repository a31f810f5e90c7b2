"""Many notes to a report each: read as a stream, checked by several processes, written in order, resumed after a kill.

- `items.py`: what a source of notes gives; `rows.py`: what is written for each;
- `run.py`: the one function that the command calls.
"""
