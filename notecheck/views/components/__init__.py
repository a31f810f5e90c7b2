"""Parts of the page that Streamlit has not: each a Python file with its script and style beside it."""
