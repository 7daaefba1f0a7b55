"""Any intervention, any list of them, and texts and JSON that are nearly right, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from lmdash.models.interventions.values import (
    PARTS,
    Add,
    Intervention,
    Mean,
    Patch,
    Positions,
    Promote,
    Push,
    Scale,
    Set,
    Site,
    TokenDirection,
    ValueDirection,
    VectorDirection,
)

NUMBERS = st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15)
INDICES = st.integers(0, 999_999_999)
TEXTS = st.text(max_size=30) | st.text(st.sampled_from("\";\\\n\r\t @<!*L5R=0🙂トא\u2028\0'“\ud83d\ude42"), max_size=30)
DIRECTIONS = (
    st.builds(TokenDirection, TEXTS)
    | st.builds(ValueDirection, INDICES, INDICES)
    | st.builds(VectorDirection, st.lists(NUMBERS, min_size=1, max_size=5).map(lambda values: [*values, 1]))
)
ACTIONS = {
    Set: st.builds(Set, NUMBERS),
    Scale: st.builds(Scale, NUMBERS),
    Add: st.builds(Add, NUMBERS),
    Mean: st.builds(Mean),
    Promote: st.builds(Promote) | st.builds(Promote, NUMBERS),
    Push: st.builds(Push, NUMBERS, DIRECTIONS),
    Patch: st.builds(Patch, TEXTS, st.none() | st.integers(-1, 999_999_999)),
}
POSITIONS = (
    st.sampled_from([Positions(), Positions("last")])
    | st.builds(Positions, st.just("from"), st.tuples(INDICES))
    | st.builds(Positions, st.just("list"), st.lists(INDICES, min_size=1, max_size=5))
)
INTERVENTIONS = st.sampled_from(list(PARTS)).flatmap(
    lambda part: st.builds(
        Intervention,
        st.builds(Site, st.just(part), INDICES, INDICES if PARTS[part].many else st.none()),
        st.one_of(*(ACTIONS[kind] for kind in PARTS[part].actions)),
        POSITIONS,
        st.booleans(),
    )
)
LISTS = st.lists(INTERVENTIONS, max_size=5).map(tuple)
# Texts that are nearly right: pieces of the grammar in any order.
PIECES = 'L 5 D H R A F @ last , : = mean * + - ^ < > " "a" [ ] 1e9 1e999 ٣ ! ; \n \\ . L1D2 L5R 99999999999'.split(" ")
JSONS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([*PARTS, "set", "all"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("site action positions on kind part layer index value values direction self".split()),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
