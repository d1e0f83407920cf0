"""The head of failing tokens, fitted by itself."""

from pathlib import Path

import pytest

from training.claim import NEITHER, REFUTED, SUPPORTED, Claim

torch = pytest.importorskip("torch")


def test_only_the_head_of_failing_tokens_is_fitted(base: Path) -> None:
    from training.failing import fit
    from training.model import Checker

    torch.manual_seed(1)
    checker = Checker(base)
    before = {name: value.clone() for name, value in checker.state_dict().items()}
    hidden = torch.randn(200, checker.width)
    fails = (hidden[:, 0] > 0).float()
    fit(checker, hidden, fails)
    assert ((checker.fails(hidden).squeeze(-1) > 0) == (fails > 0)).float().mean() > 0.95
    changed = {name for name, value in checker.state_dict().items() if not torch.equal(value, before[name])}
    assert changed == {"fails.weight", "fails.bias"}


def test_rows_with_a_failing_token_are_as_many_as_those_without() -> None:
    from training.failing import chosen

    claims = [Claim("edited", f"It rained {n}.", "It snowed.", REFUTED, ((3, 9),)) for n in range(9)]
    claims += [Claim("taken", f"It rained {n}.", f"It rained {n}.", SUPPORTED, ()) for n in range(5)]
    claims += [Claim("mnli-dev", "It rained.", "It snowed.", NEITHER, None)] * 3
    found = chosen(claims, 4)
    assert [bool(c.fails) for c in found] == [True] * 4 + [False] * 4
