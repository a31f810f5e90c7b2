"""Makes emails as Outlook saves them: a compound file of streams, written out by hand."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def message(
    texts: dict[int, str], *, binary: dict[int, bytes] | None = None, sent=None, attached=(), old=False
) -> bytes:
    """A .msg with these properties: number → text, or bytes; `old` writes texts in Windows-1252."""
    fixed = b"\0" * 32
    if sent:
        ticks = int((sent.astimezone(UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
        fixed += struct.pack("<IIQ", 0x00390040, 0, ticks)
    if old:
        fixed += struct.pack("<IIQ", 0x3FFD0003, 0, 1252)
    tree = {"__properties_version1.0": fixed}
    for number, text in texts.items():
        kind, data = ("001E", text.encode("cp1252")) if old else ("001F", text.encode("utf-16-le"))
        tree[f"__substg1.0_{number:04X}{kind}"] = data
    for number, data in (binary or {}).items():
        tree[f"__substg1.0_{number:04X}0102"] = data
    for place, name in enumerate(attached):
        tree[f"__attach_version1.0_#{place:08X}"] = {
            "__properties_version1.0": b"\0" * 8,
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": b"never opened",
        }
    return compound(tree)


def compound(tree: dict) -> bytes:
    """A compound file of streams (bytes) and storages (dicts of streams)."""
    entries = [["Root Entry", 5, b"", []]]
    _add(tree, entries, 0)
    small, sectors, starts, mini_fat = b"", [], [], []
    fat: list[int] = []
    for _, kind, data, _ in entries:
        if kind != 2 or not data:
            starts.append(END)
        elif len(data) < CUTOFF:
            starts.append(len(mini_fat))
            count = -(-len(data) // MINI)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), END]
            small += data.ljust(count * MINI, b"\0")
        else:
            starts.append(_chain(sectors, fat, data))
    starts[0] = _chain(sectors, fat, small) if small else END
    mini_start = _chain(sectors, fat, struct.pack(f"<{len(mini_fat)}I", *mini_fat), b"\xff") if mini_fat else END
    mini_count = -(-4 * len(mini_fat) // SECTOR)
    directory = b"".join(
        _entry(name, kind, start, len(small) if not place else len(data), _siblings(entries, place), children)
        for place, ((name, kind, data, children), start) in enumerate(zip(entries, starts, strict=True))
    )
    first = _chain(sectors, fat, directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0"))
    fat_count = 1
    while (len(fat) + fat_count) * 4 > fat_count * SECTOR:
        fat_count += 1
    fat_at = [*range(len(fat), len(fat) + fat_count)]
    table = [*fat, *[FAT] * fat_count]
    packed = struct.pack(f"<{len(table)}I", *table).ljust(fat_count * SECTOR, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, fat_count, first, 0, CUTOFF, mini_start, mini_count, END, 0,
    )  # fmt: skip
    return head + struct.pack("<109I", *fat_at, *[FREE] * (109 - fat_count)) + b"".join(sectors) + packed


def _add(tree: dict, entries: list, parent: int) -> None:
    for name, held in tree.items():
        entries[parent][3].append(len(entries))
        entries.append([name, 1 if isinstance(held, dict) else 2, b"" if isinstance(held, dict) else held, []])
        if isinstance(held, dict):
            _add(held, entries, len(entries) - 1)


def _chain(sectors: list, fat: list, data: bytes, fill: bytes = b"\0") -> int:
    start, count = len(fat), -(-len(data) // SECTOR)
    sectors.append(data.ljust(count * SECTOR, fill))
    fat += [*range(start + 1, start + count), END]
    return start


def _siblings(entries: list, place: int) -> int:
    """The next entry of the same storage."""
    for _, _, _, children in entries:
        if place in children:
            at = children.index(place)
            return children[at + 1] if at + 1 < len(children) else FREE
    return FREE


def _entry(name: str, kind: int, start: int, size: int, right: int, children: list) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", raw, len(raw), kind, 1, FREE, right, children[0] if children else FREE, b"", 0, 0, 0,
        start, size,
    )  # fmt: skip
