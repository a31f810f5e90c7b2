"""When a visit is let go: what does not need a browser to be seen (the rest is in tests/browser/test_privacy.py)."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")

from notecheck import forgetting
from notecheck.page import SETTINGS


def test_visits_are_let_go_while_streamlit_still_sees_them() -> None:
    assert SETTINGS["server.disconnectedSessionTTL"] == forgetting.KEPT
    assert forgetting.AFTER_GOODBYE < forgetting.AFTER_SILENCE < forgetting.KEPT


def test_this_streamlit_has_the_names_that_are_needed(monkeypatch) -> None:
    class Manager:
        def list_active_sessions(self):
            return []

    class Server:
        _session_mgr = Manager()

    monkeypatch.setattr(forgetting.runtime, "exists", lambda: True)
    monkeypatch.setattr(forgetting.runtime, "get_instance", Server)
    assert forgetting.works()
    monkeypatch.setattr(forgetting, "_PARTS", (*forgetting._PARTS, "_a_name_of_another_version"))
    assert not forgetting.works()
    monkeypatch.delattr(Server, "_session_mgr")
    assert not forgetting.works()


def test_nothing_is_promised_where_nothing_is_served() -> None:
    assert not forgetting.works()


def test_other_requests_pass_untouched() -> None:
    seen = []

    async def app(*asked):
        seen.append(asked)

    asked = ({"type": "http", "headers": []}, object(), object())
    asyncio.run(forgetting.Forgetting(app)(*asked))
    assert seen == [asked]
