from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lmdash.ui.frame.addresses.value_vectors import LONGEST_NAME, read_names, write_names

VECTORS = st.tuples(st.integers(0, 999), st.integers(0, 99_999))
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=LONGEST_NAME)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw builds the table of all characters
@given(st.dictionaries(VECTORS, NAMES.filter(lambda name: name == " ".join(name.split())), max_size=10))
def test_names_are_read_as_they_were_written(names):
    assert read_names(write_names(names)) == names


@given(st.text(max_size=200))
def test_any_text_of_an_address_is_read_without_complaint(text):
    for (layer, neuron), name in read_names(text).items():
        assert layer >= 0
        assert neuron >= 0
        assert 0 < len(name) <= LONGEST_NAME


def test_a_line_is_what_the_readme_says():
    assert write_names({(2, 117): "music", (0, 3): "a;b:c"}) == "L2D117:music;L0D3:a%3Bb%3Ac"
    assert read_names("L2D117:music;L0D3;L1D:x;nonsense:y;L4D5: ") == {(2, 117): "music"}
