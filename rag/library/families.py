"""Groups of what is kin, in which everything is akin to everything else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

_COMPARED = 8
"""Of each of two groups, at most so many members are compared before the two become one."""

Pair = tuple[str, str]


def families(members: Iterable[str], kin: Mapping[Pair, float], is_akin: Callable[[str, str], bool]) -> list[list[str]]:
    """Divide `members` into groups, each in order: the surest of the pairs `kin` come together first.

    Two groups become one when a pair joins them and their members are akin besides: complete linkage, as
    in Sørensen (1948), with a lower bar for the pairs that did not join them. So a text that is kin to two stories
    does not make them one. The result does not depend on the order of what is given.
    """
    group = {member: [member] for member in members}
    for (one, other), _ in sorted(kin.items(), key=lambda item: (-item[1], item[0])):
        a, b = group[one], group[other]
        if a is b or not _all_akin(a, b, (one, other), kin, is_akin):
            continue
        joined = sorted(a + b)
        for member in joined:
            group[member] = joined
    unique = {id(found): found for found in group.values()}
    return sorted(unique.values())


def _all_akin(
    a: Sequence[str], b: Sequence[str], joint: Pair, kin: Mapping[Pair, float], is_akin: Callable[[str, str], bool]
) -> bool:
    for one, other in product(a[:_COMPARED], b[:_COMPARED]):
        pair = (one, other) if one < other else (other, one)
        if pair != tuple(sorted(joint)) and pair not in kin and not is_akin(*pair):
            return False
    return True
