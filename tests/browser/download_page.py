"""A page with downloads alone, for their tests: a file that can take its time, and two that cannot be made."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.runtime import Runtime

from notecheck.errors import SettingsError
from notecheck.views.components.download import download
from notecheck.views.components.mend import mend

WORD = b"Zorblatt kept nowhere "
SAID = "Ellie said that she hates contact"


def make() -> bytes:
    """The file, with bytes of every kind."""
    st.session_state["made"] = st.session_state.get("made", 0) + 1
    time.sleep(st.session_state["pause"])
    return bytes(range(256)) + WORD * 3


def refused() -> bytes:
    """A file that notecheck refuses in its own words."""
    raise SettingsError("there is no record to make a sheet of")


def broken() -> bytes:
    """A file whose making fails with words of a note in the message."""
    raise RuntimeError(SAID)


def draw() -> None:
    """The page."""
    st.title("Take away", anchor=False)
    st.number_input("Seconds that it takes", value=0.0, key="pause")
    download("The note as Word", key="note", name='note: 1/2 "a"?.docx', make=make, mime="application/msword")
    download("Refused", key="refused", name="refused.pdf", make=refused, mime="application/pdf")
    download("Broken", key="broken", name="broken.pdf", make=broken, mime="application/pdf")
    if st.checkbox("Elsewhere"):
        st.text("Something else")
    st.text(f"made: {st.session_state.get('made', 0)}")
    st.text(f"files of the server: {len(Runtime.instance()._media_file_mgr._file_metadata)}")
    mend()


if __name__ == "__main__":  # Streamlit runs it as a script
    draw()
