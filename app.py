"""The lmdash app: ``streamlit run app.py``."""

from lmdash.ui.frame import shell

shell.run()
