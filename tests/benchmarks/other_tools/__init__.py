"""What `tests/benchmarks/others.py` compares notecheck with.

- `tools.py`: each tool, what it is, how it is used and what it is started by;
- `installing.py`: sets them up in a folder of their own;
- `measuring.py`: starts them, and says what they and all that they start take;
- `notes.py`: the notes that they are given;
- `in_python.py`, `in_node.mjs`, `harper/`: the small programs that hold a tool's library or server and hand it notes.

Such a program says on its first line what it is (`{"version": …, "pids": [servers outside its own process tree]}`).
Then it takes, line by line, a folder that has the notes in `notes.jsonl` and each text in a file in `texts/`, and
answers when it is through with them: `{"findings": {severity: count}}`, or null of a tool that only measures.
"""
