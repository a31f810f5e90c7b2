"""The page: what frames its views. Start it with `notecheck page`.

Nothing of a note is cached, logged or stored: it lives in the visit alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from notecheck import views
from notecheck.views.components.mend import mend
from notecheck.views.shared import apologise

FOLDER: Final = Path(views.__file__).parent
STYLE: Final = """
[data-testid=stMainBlockContainer] { max-width: 80rem; padding-top: 2rem; }
h1 { font-size: 2.2rem !important; padding: 0 0 .75rem !important; }
h2 { font-size: 1.6rem !important; }
"""


def main() -> None:
    """Draw the view that was chosen, in its frame."""
    st.set_page_config(layout="wide")
    chosen = st.navigation(
        [
            st.Page(FOLDER / "worker.py", title="My draft", default=True),
            st.Page(FOLDER / "manager.py", title="Spot check", url_path="spot-check"),
            st.Page(FOLDER / "trainer.py", title="Show good recording", url_path="training"),
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{chosen.title} – notecheck")
    st.html(f"<style>{STYLE}</style>")
    chosen.run()
    apologise()
    mend()


main()
