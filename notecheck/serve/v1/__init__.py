"""Whole reports over HTTP: `POST /v1/report` takes a note and gives its report, both as the contract has them.

`routes.py` answers, `bodies.py` takes what is sent, `several.py` has several notes of one request checked, and
`describing.py` puts the OpenAPI description together, of the operations and of shapes that `shapes.py` makes from the
types of notes and reports; `protocol.py` adds what is spoken under `/v2`. In the workers, `checked.py` reads a note and
writes its report, and `told.py` is what they tell of themselves.
"""
