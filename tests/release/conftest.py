"""What both comparisons run under: one thread, and nothing kept on disk from another run."""

import pytest

from tests.release.threads import one_thread


@pytest.fixture(scope="module", autouse=True)
def _as_recorded(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, one_thread():
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
