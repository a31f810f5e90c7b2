"""What the page's process writes about a fault: its kind and place, never its message."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

SECRET = "Zebedeeq"
FAULTS = {
    "a log line with its traceback": """
        import logging
        try:
            raise ValueError(SECRET)
        except ValueError:
            logging.getLogger("any").exception("it failed for %s", SECRET)
    """,
    "an error as an argument": """
        import logging
        logging.getLogger("any").warning("it failed: %s", ValueError(SECRET))
    """,
    "an error by its name": """
        import logging
        logging.getLogger("any").warning("%(error)s", {"error": KeyError(SECRET)})
    """,
    "a traceback written into the line": """
        import logging, traceback
        try:
            raise ValueError(SECRET)
        except ValueError:
            logging.getLogger("any").error("failed\\n" + traceback.format_exc())
    """,
    "a thread that dies": """
        import threading
        thread = threading.Thread(target=lambda: {}[SECRET])
        thread.start()
        thread.join()
    """,
    "a task that nobody waits for": """
        import asyncio
        async def fail():
            raise ValueError(SECRET)
        async def main():
            asyncio.create_task(fail())
            await asyncio.sleep(0.01)
        asyncio.run(main())
    """,
    "an object that cannot be let go": """
        class Held:
            def __del__(self):
                raise ValueError(SECRET)
        Held()
    """,
    "a warning": """
        import warnings
        warnings.warn(SECRET)
    """,
    "the end of the program": "raise ValueError(SECRET)",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_message_of_a_fault_is_not_written(fault: str) -> None:
    program = f"from notecheck.discreet import keep_quiet\nkeep_quiet()\nSECRET = {SECRET!r}\n{dedent(FAULTS[fault])}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert SECRET not in done.stdout + done.stderr
    assert done.stderr.strip()  # it does say that something happened
    if fault != "a warning":
        assert any(kind in done.stderr for kind in ("Error", "traceback left out", "exception was never retrieved"))


def test_other_lines_stay_as_they_are() -> None:
    program = (
        "import logging\nfrom notecheck.discreet import keep_quiet\nkeep_quiet()\n"
        "logging.getLogger('any').warning('%d of %s', 3, 'five')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == "3 of five\n"
