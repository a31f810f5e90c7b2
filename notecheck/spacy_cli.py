"""spaCy without its own command line, in processes that are notecheck's alone.

`import spacy` reads all of `spacy.cli` for the sake of one function, `spacy.info`: trainers, makers of projects, two
clients of the web and what all these need. That takes a third of the time that the import takes, and memory for as long
as a process lives. Here it is read when somebody calls the function, which nothing of ours does.

In a process of somebody else's nothing is changed: there, `spacy.cli` may be used as soon as spaCy is imported.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Final

_INFO: Final = "spacy.cli.info"


def leave_out_command_line() -> None:
    """Have spaCy imported, later, without its command line; nothing happens where it is imported already."""
    if "spacy" not in sys.modules:
        sys.modules[_INFO] = _StandIn(_INFO)


class _StandIn(ModuleType):
    """What spaCy takes `info` from."""

    @staticmethod
    def info(*args: Any, **kwargs: Any) -> Any:
        """What `spacy.info` says, from where it stands."""
        if isinstance(sys.modules.get(_INFO), _StandIn):
            del sys.modules[_INFO]
        from spacy.cli.info import info

        return info(*args, **kwargs)
