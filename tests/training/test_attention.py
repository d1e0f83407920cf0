"""Attention of our own: the same as PyTorch's, forward and backward."""

import pytest

torch = pytest.importorskip("torch")


@pytest.mark.parametrize("is_masked", [False, True])
def test_it_attends_and_learns_as_the_fused_one(is_masked: bool) -> None:
    from transformers import AttentionInterface

    from training.attention import NAME

    attend = AttentionInterface()[NAME]
    torch.manual_seed(0)
    query, key, value = (torch.randn(2, 3, 5, 8, requires_grad=True) for _ in range(3))
    mask = torch.zeros(2, 1, 5, 5)
    mask[0, :, :, 3:] = torch.finfo(torch.float32).min if is_masked else 0.0
    weight = torch.randn(2, 5, 3, 8)
    found, grads = [], []
    for one in (
        attend(None, query, key, value, mask if is_masked else None)[0],
        torch.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2),
    ):
        found.append(one)
        grads.append(torch.autograd.grad((one * weight).sum(), (query, key, value)))
    torch.testing.assert_close(*found)
    for mine, theirs in zip(*grads, strict=True):
        torch.testing.assert_close(mine, theirs)
