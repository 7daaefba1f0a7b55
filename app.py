"""The lmdash app: ``streamlit run app.py``."""

from lmdash.ui import shell

shell.run()
