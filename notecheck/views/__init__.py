"""The views of the page: one file each, drawn by `app.py`. A view draws what reports say and decides nothing itself.

Streamlit runs a view's file as a script, so each ends by drawing itself; what views have in common is in `shared.py`,
what is written in JavaScript in `components/`.
"""
