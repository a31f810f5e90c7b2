"""Which files a folder or a pattern stands for, whatever somebody has put there."""

import os
import sys

import pytest

from notecheck.errors import NoteError
from notecheck.read.folders import expand

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links, pipes and devices")


@pytest.fixture
def records(tmp_path, monkeypatch):
    """A folder of records, which the test stands in."""
    (tmp_path / "2025" / "may").mkdir(parents=True)
    for name in ("a.txt", "2025/b.txt", "2025/may/c.txt", "2025/may/.hidden.txt"):
        (tmp_path / name).write_text("SW rang.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def meant(*names):
    """The files that names stand for, and what is told of others."""
    told = []
    return list(expand(names, told.append)), told


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("**", ["2025/b.txt", "2025/may/c.txt", "a.txt"]),
        ("**/*.txt", ["2025/b.txt", "2025/may/c.txt", "a.txt"]),
        ("2025/**", ["2025/b.txt", "2025/may/c.txt"]),
        ("*/**/c.*", ["2025/may/c.txt"]),
        ("**/**/b.txt", ["2025/b.txt"]),
        ("*/*.txt", ["2025/b.txt"]),
        ("20*", ["2025/b.txt", "2025/may/c.txt"]),
        ("**/may", ["2025/may/c.txt"]),
    ],
)
def test_a_pattern_stands_for_what_fits_it_and_for_what_is_in_a_folder_that_does(records, pattern, files):
    assert meant(pattern) == (files, [])
    assert meant(str(records / pattern))[0] == [str(records / name) for name in files]


@pytest.mark.parametrize("pattern", ["**", "**/*.txt", "2*/**/*.txt", "**/**/*.txt"])
def test_links_that_lead_round_in_circles_are_told_and_not_followed(records, pattern):
    for name in ("one", "two"):
        (records / "2025" / name).symlink_to("..")
    files, told = meant(pattern)
    assert files == [name for name in ("2025/b.txt", "2025/may/c.txt", "a.txt") if "/" in name or pattern[0] == "*"]
    assert {
        f"2025/{name}: not read; it is a link to a folder, so name that folder itself" for name in ("one", "two")
    } == {*told}


@pytest.mark.parametrize("pattern", [".", "*", "**", "*.txt"])
def test_pipes_and_devices_in_a_folder_are_told_and_keep_nobody_waiting(records, pattern):
    os.mkfifo(records / "pipe.txt")
    (records / "device.txt").symlink_to("/dev/zero")
    (records / "gone.txt").symlink_to("nowhere.txt")  # which is told once it is opened
    files, told = meant(pattern)
    assert {"a.txt", "gone.txt"} <= {*files}
    assert sorted(told) == [
        f"{name}: not read; it is no file but a pipe or a device" for name in ("device.txt", "pipe.txt")
    ]
    assert not {"pipe.txt", "device.txt"} & {*files}


def test_a_folder_of_nothing_but_pipes_holds_no_file(records):
    (records / "pipes").mkdir()
    os.mkfifo(records / "pipes" / "a.txt")
    with pytest.raises(NoteError, match="holds no file that can be read"):
        meant("pipes")


def test_a_name_that_is_too_long_is_handed_on_to_be_refused(records):
    assert meant("a" * 5_000) == (["a" * 5_000], [])
