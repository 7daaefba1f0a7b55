"""Every analysis that the pages ask for, with arguments like theirs, on the built-in model."""

from tests.release.calls_attributions import CALLS as ATTRIBUTIONS
from tests.release.calls_inside import CALLS as INSIDE
from tests.release.calls_texts import CALLS as TEXTS
from tests.release.calls_vectors import CALLS as VECTORS

CALLS = (*INSIDE, *VECTORS, *ATTRIBUTIONS, *TEXTS)
