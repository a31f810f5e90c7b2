"""What the tests of LanguageTool share: a data folder of each test's own, and the command."""

import os
import shutil
import sys

import pytest
from typer.testing import CliRunner

from notecheck.cli import app

WITHOUT = next((f"needs {name} on this machine" for name in ("java", "mvn") if not shutil.which(name)), "")
posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux, which ends a child with its parent")


def own_home(tmp_path, monkeypatch):
    """A data folder of the test's own."""
    monkeypatch.setenv("NOTECHECK_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("NOTECHECK_GRAMMAR", raising=False)
    return tmp_path / "data"


def grammar(*arguments):
    """What `notecheck grammar` answers; only an exit may come out of it."""
    result = CliRunner().invoke(app, ["grammar", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
