"""Messages between a worker and whoever gives it orders: several pieces, each with its length before it."""

from __future__ import annotations

import struct
from typing import IO, Final

_LENGTH: Final = struct.Struct(">Q")


def send(pipe: IO[bytes], *pieces: bytes) -> None:
    """Write a message of several pieces.

    Raises:
        OSError: nobody reads.
    """
    pipe.write(b"".join((bytes([len(pieces)]), *(_LENGTH.pack(len(piece)) for piece in pieces), *pieces)))
    pipe.flush()


def receive(pipe: IO[bytes]) -> list[bytes]:
    """Read a message.

    Raises:
        EOFError: whoever writes has ended.
    """
    count = _exactly(pipe, 1)[0]
    lengths = [_LENGTH.unpack(_exactly(pipe, _LENGTH.size))[0] for _ in range(count)]
    return [_exactly(pipe, length) for length in lengths]


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data
