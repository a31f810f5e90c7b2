"""How much memory a call takes, for tests of what must not grow with its input."""

import tracemalloc


def most_held(call):
    """The most memory that a call had in use at once, in bytes."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
