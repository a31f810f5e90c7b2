"""A call that may take for ever, in a process that is ended."""

from __future__ import annotations

import os
import pickle
import resource
import traceback
from collections.abc import Callable
from typing import Any, Final

SECONDS: Final = 60
"""Of processor time, many times what a call takes that is tried so; a text that is a trap would take it hours."""


def ended(call: Callable[[], Any], limit: int = SECONDS) -> Any:
    """What a call gives in a child of its own; None where it takes more seconds of processor time than the limit."""
    ours, its = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(ours)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            with os.fdopen(its, "wb") as pipe:
                pickle.dump(call(), pipe)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(its)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(said) if said else None
