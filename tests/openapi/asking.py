"""What Schemathesis has to know to ask our server: how JSON Lines are sent, and how a time without a zone is made."""

import schemathesis
from hypothesis import strategies as st

schemathesis.openapi.format("date-time-local", st.datetimes().map(lambda when: when.isoformat(timespec="seconds")))
schemathesis.openapi.format("date", st.dates().map(lambda day: day.isoformat()))


@schemathesis.serializer("application/jsonl", "application/x-ndjson")
def lines(_, value):
    """The text as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
