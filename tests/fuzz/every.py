"""Every kind of input, by its name."""

from __future__ import annotations

from fuzz import files, lexicons, notes, saved, server

KINDS = {kind.name: kind for kind in (*notes.KINDS, *lexicons.KINDS, *saved.KINDS, *files.KINDS, *server.KINDS)}
