"""Whole reports over HTTP: `POST /v1/report` takes a note and gives its report, both as the contract has them.

`routes.py` answers, `bodies.py` reads what is sent, `several.py` checks several notes of one request, and
`describing.py` puts the OpenAPI description together, of the operations and of shapes that `shapes.py` makes from the
types of notes and reports; `protocol.py` adds what is spoken under `/v2`. `told.py` is what a worker tells of itself.
"""
