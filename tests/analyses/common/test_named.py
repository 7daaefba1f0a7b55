import pickle

import pytest

from lmdash.analyses.common.features import Grouping
from lmdash.analyses.common.named import Named
from lmdash.errors import InputError


class Fruit(Named):
    APPLE = "apple", "An apple", "Apple"
    PEAR = "old_pear", "A pear"


def test_a_kind_is_its_id_and_has_a_label():
    assert Fruit.PEAR == "old_pear"
    assert f"{Fruit.PEAR}" == "old_pear"
    assert Fruit.PEAR.label == "A pear"
    assert Fruit("old_pear") is Fruit.PEAR
    assert Fruit.by_label() == {"An apple": Fruit.APPLE, "A pear": Fruit.PEAR}


@pytest.mark.parametrize("text", ["apple", "An apple", "Apple"])
def test_ids_and_labels_of_today_and_earlier_are_read(text):
    assert Fruit.read(text) is Fruit.APPLE


def test_nothing_else_is_read():
    with pytest.raises(InputError, match="“plum” is not one of apple, old_pear"):
        Fruit.read("plum")
    with pytest.raises(InputError, match="Only fruit"):
        Fruit.read("", "Only fruit.")


def test_a_kind_travels_to_another_process():
    assert pickle.loads(pickle.dumps(Grouping.SPANS)) is Grouping.SPANS
