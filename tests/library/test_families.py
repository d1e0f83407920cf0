"""How pairs that are kin become groups."""

from itertools import permutations

from rag.library.families import families


def test_pairs_that_are_akin_to_each_other_become_one_group() -> None:
    kin = {("a", "b"): 0.9, ("b", "c"): 0.8}
    assert families("dcba", kin, lambda one, other: True) == [["a", "b", "c"], ["d"]]
    assert families("abc", {}, lambda one, other: True) == [["a"], ["b"], ["c"]]


def test_what_joins_two_strangers_goes_to_the_one_it_is_surest_of() -> None:
    kin = {("a", "hub"): 0.8, ("b", "hub"): 0.9}
    assert families(["a", "b", "hub"], kin, lambda one, other: False) == [["a"], ["b", "hub"]]


def test_a_chain_is_cut_where_its_ends_are_strangers() -> None:
    kin = {("a", "b"): 0.9, ("b", "c"): 0.8, ("c", "d"): 0.9}
    near = {("a", "b"), ("b", "c"), ("c", "d"), ("a", "c"), ("b", "d")}
    assert families("abcd", kin, lambda one, other: (one, other) in near) == [["a", "b"], ["c", "d"]]


def test_the_order_of_what_is_given_does_not_matter() -> None:
    kin = {("a", "b"): 0.8, ("b", "c"): 0.8, ("c", "d"): 0.8}
    results = {
        tuple(map(tuple, families(members, dict(pairs), lambda one, other: False)))
        for members in permutations("abcd")
        for pairs in permutations(kin.items())
    }
    assert results == {(("a", "b"), ("c", "d"))}
