"""The file that says how a team signs in: what is wrong with it is said by key, and a secret is never repeated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notecheck.errors import SettingsError
from notecheck.sign_in import read_sign_in

HOST = "notecheck.example.gov.uk"
GIVEN = {
    "redirect_uri": f"https://{HOST}/notecheck/oauth2callback",
    "cookie_secret": "k3pt-to-ourselves-and-long-enough-for-that",
    "client_id": "notecheck",
    "client_secret": "hush",
    "server_metadata_url": "https://login.example.gov.uk/.well-known/openid-configuration",
}


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str | None = None, **changed: str | None) -> Path:
        lines = [f"{key} = {value!r}" for key, value in {**GIVEN, **changed}.items() if value is not None]
        path = tmp_path / "sign-in.toml"
        path.write_text(text if text is not None else "\n".join(lines), encoding="utf-8")
        path.chmod(0o640)
        return path

    return write


def test_reads_what_is_in_order(file) -> None:
    assert read_sign_in(file(), host=HOST, base_path="/notecheck") == GIVEN


def test_this_machine_needs_no_encryption_and_no_name(file) -> None:
    here = {
        "redirect_uri": "http://localhost:8501/oauth2callback",
        "server_metadata_url": "http://127.0.0.1:9000/openid",
    }
    assert read_sign_in(file(**here), host=None, base_path="") == {**GIVEN, **here}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"client_id": None}, "client_id is missing"),
        ({"client_secret": "  "}, "client_secret is missing"),
        (
            {"cookie_secret": "replace-with-64-random-characters-of-your-own-and-keep-them-secret"},
            "cookie_secret still holds the words of the example; put 32",
        ),
        ({"client_id": "the-id-that-your-provider-gave"}, "client_id still holds the words of the example"),
        ({"client_secret": "the-secret-that-your-provider-gave"}, "client_secret still holds the words of the example"),
        ({"cookie_secret": "short"}, "cookie_secret is too short; put 32 random characters or more"),
        (
            {"redirect_uri": "http://notecheck.example.gov.uk/notecheck/oauth2callback"},
            "redirect_uri must begin with https",
        ),
        ({"server_metadata_url": "login.example.gov.uk"}, "server_metadata_url must begin with https"),
        ({"redirect_uri": f"https://{HOST}/oauth2callback"}, "must have the path /notecheck/oauth2callback"),
        ({"redirect_uri": "https://other.example/notecheck/oauth2callback"}, f"must be at {HOST}, as --host says"),
        ({"colour": "red"}, "unknown key 'colour'; allowed: redirect_uri"),
    ],
)
def test_says_which_key_is_wrong(file, changed: dict[str, str | None], told: str) -> None:
    with pytest.raises(SettingsError, match=told) as refused:
        read_sign_in(file(**changed), host=HOST, base_path="/notecheck")
    assert "hush" not in str(refused.value)
    assert GIVEN["cookie_secret"] not in str(refused.value)


def test_another_machine_s_address_needs_its_name(file) -> None:
    with pytest.raises(SettingsError, match="name it with --host"):
        read_sign_in(file(), host=None, base_path="/notecheck")


def test_a_fault_in_the_file_repeats_no_secret(file) -> None:
    with pytest.raises(SettingsError, match="not TOML") as refused:
        read_sign_in(file("client_secret = hush hush"), host=None, base_path="")
    assert "hush" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_sign_in(tmp_path / "none.toml", host=None, base_path="")


@pytest.mark.skipif(os.name != "posix", reason="rights to files are told otherwise there")
def test_a_file_that_everybody_may_read_is_refused(file) -> None:
    path = file()
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 640"):
        read_sign_in(path, host=HOST, base_path="/notecheck")
