"""Worker processes that hold one checker each: for an audit, and for a server.

`process.py` is such a process as whoever gives it orders sees it, `inside.py` what goes on in it, `messages.py` what
goes between them, `cores.py` how many are worth having, `heap.py` how their memory stays small.
"""
