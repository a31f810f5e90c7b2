"""A worker for tests of what surrounds it: it loads no model, and dies, hangs or takes its time as a note's text says.

Run as a program it is the worker; `python audit_worker.py run …` is `notecheck …` with such workers.
"""

import json
import os
import pickle
import sys
import time
from collections import Counter
from pathlib import Path

from notecheck.audit.rows import is_empty
from notecheck.workers import inside, messages


def row(place, note, error, kept, name, id_given=True):
    if error is not None:
        given = {} if id_given else {"id_given": False}
        return {"version": 1, "id": name, "place": place, **given, "error": {"reason": error}}
    text = note["text"]
    if text.startswith("die"):
        os.kill(os.getpid(), 9)
    if text.startswith("hang"):
        time.sleep(600)
    if text.startswith("wait"):
        time.sleep(float(text.split()[1]))
    findings = [{"severity": text.split()[1]}] if text.startswith("find") else []
    return {"version": 1, "id": note.get("id"), "findings": findings, "padding": text * 3, "place": place}


def main():
    inside.end_with_parent()
    orders, answers = inside.pipes()
    setting = json.loads(messages.receive(orders)[0])
    if setting["guidance"] == "none":
        os._exit(3)
    messages.send(answers, b'{"ready":true}')
    while True:
        try:
            items = pickle.loads(messages.receive(orders)[0])
        except EOFError:
            return
        rows = [row(*item) for item in items]
        lines = b"".join(json.dumps(each, separators=(",", ":")).encode() + b"\n" for each in rows)
        empty = sum(map(is_empty, rows))
        errors = sum("error" in each for each in rows) - empty
        counts = {"notes": len(rows), "empty": empty, "errors": errors, "words": 3 * (len(rows) - errors - empty)}
        counts["findings"] = Counter(found["severity"] for each in rows for found in each.get("findings", ()))
        messages.send(answers, json.dumps(counts).encode(), lines)


def run():
    from notecheck.audit import process
    from notecheck.cli import main as command

    process._COMMAND = (str(Path(__file__)),)
    del sys.argv[1]
    command()


if __name__ == "__main__":
    run() if sys.argv[1:2] == ["run"] else main()
