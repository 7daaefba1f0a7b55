"""The first visitor of a page in a process gets what the link says, though nobody has drawn the page before."""

import subprocess
import sys

from tests.pages.app import ROOT

_VISIT = """
from tests.pages.app import answer, open_app
print(answer(open_app("prompt_ablation", ablation_parts="spans", ablation_spans="3")))
"""


def test_the_first_visitor_of_a_page_gets_what_the_link_says():
    visit = subprocess.run([sys.executable, "-c", _VISIT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert visit.stdout.startswith("Without ␣France the answer changes")
