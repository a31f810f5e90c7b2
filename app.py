"""The page: what frames its views. Start it with `notecheck page`.

Nothing of a note is cached, logged or stored: it lives in the visit alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from notecheck import page, views
from notecheck.views.components.mend import mend
from notecheck.views.shared import apologise, careful

FOLDER: Final = Path(views.__file__).parent
STYLE: Final = """
[data-testid=stMainBlockContainer] { max-width: 80rem; padding-top: 4.5rem; }
h1 { font-size: 2.2rem !important; padding: 0 0 .75rem !important; }
h2 { font-size: 1.6rem !important; }
[data-testid=stHtml] dl { margin: 0; padding: 0; } [data-testid=stHtml] dd { margin: 0 0 .6rem; }
.nc-first { border: 1px solid rgb(128 128 128 / 60%); border-radius: .5rem; padding: .25rem 1rem; }
.nc-first summary { cursor: pointer; padding: .4rem 0; font-weight: 600; }
.nc-first p, .nc-first ol { margin: 0 0 .75rem; }
/* On a narrow screen the menu is behind a button: say so in a word, and let no key press go to what is out of sight. */
[data-testid=stSidebar][data-collapsed=true] { visibility: hidden; }
[data-testid=stExpandSidebarButton] { width: auto !important; padding: 0 .5rem !important; }
[data-testid=stExpandSidebarButton]::after { content: "Menu"; margin-left: .4rem; font-weight: 600; }
/* A run that takes a moment must not fade the words that somebody is reading or writing. */
[data-testid=stElementContainer][data-stale=true] { opacity: 1 !important; transition: none !important; }
@media print { [data-testid=stHeader], .nc-first { display: none; } }
"""
FIRST: Final = """
<details class="nc-first"{open}><summary>How notecheck works</summary>
<ol>
<li><b>My draft:</b> say whose guidance and what kind of record it is, and paste your draft or open a document. Look at
the marked places: each says what was seen and why it matters to the child who may read it one day.</li>
<li><b>Spot check:</b> drop in many records, draw a sample, and see what to talk about in supervision.</li>
<li><b>Show good recording:</b> weak and strong records side by side, and exercises for a team.</li>
</ol>
<p>You decide: nothing in your text changes unless you press a button. It is kept in memory while you work and
never written to disk. <b>Help and privacy</b>, in the menu at the top, says more. Press “How
notecheck works” to close it.</p>
</details>
"""


def main() -> None:
    """Draw the view that was chosen, in its frame; where people sign in, only for those who have."""
    st.set_page_config(layout="wide")
    known = page.start().sign_in is None or bool(st.user.is_logged_in)
    chosen = st.navigation(
        [
            st.Page(FOLDER / "worker.py", title="My draft", default=True),
            st.Page(FOLDER / "manager.py", title="Spot check", url_path="spot-check"),
            st.Page(FOLDER / "trainer.py", title="Show good recording", url_path="training"),
            st.Page(FOLDER / "help.py", title="Help and privacy", url_path="help"),
            st.Page(FOLDER / "papers.py", title="About", url_path="about"),
        ],
        position="top" if known else "hidden",
    )
    st.set_page_config(page_title=f"{chosen.title if known else 'Sign in'} – notecheck")
    st.html(f"<style>{STYLE}</style>")
    if known:
        who()
        first_help(chosen.url_path)
        careful(chosen.run)()
    else:
        sign_in()
    apologise()
    mend()


def first_help(path: str) -> None:
    """Show in short how it works: open in the view that a visit begins with, one line to be opened anywhere else."""
    if path in ("help", "about"):
        return
    if st.session_state.setdefault("first-view", path) != path:
        st.session_state["first-view"] = None
    st.html(FIRST.format(open=" open" if st.session_state["first-view"] == path else ""))


def sign_in() -> None:
    """Ask people to sign in."""
    st.title("notecheck", anchor=False)
    st.text("Please sign in with your organisation's account. You come back here by yourself.")
    st.button("Sign in", on_click=st.login)


def who() -> None:
    """Say who is signed in, and let them sign out; nothing where nobody needs to."""
    if page.start().sign_in is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"Signed in as {st.user.get('name') or st.user.get('email') or 'somebody without a name'}")
        st.button("Sign out and forget my text", on_click=st.logout)


main()
