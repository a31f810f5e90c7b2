"""What a form says of a home visit to Ellie, for the tests of what is made from its report."""

FIELDS = {
    "doc_type": "home-visit",
    "guidance": "trafford",
    "child": {"name": "Ellie Marsh", "known_as": ["Ellie"], "age": 9},
    "author": {"name": "Jo Field", "role": "Social Worker"},
    "event_date": "2026-03-04",
    "recorded_date": "2026-03-09",
}
