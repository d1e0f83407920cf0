"""Attention for training on a CPU in half precision.

PyTorch's fused attention has no fast backward pass on a CPU, and the plain one converts its scores to single precision
and back. Kept in bfloat16 throughout, both passes together take about half of the time of either.
"""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from transformers import AttentionInterface
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, AttentionMaskInterface

NAME = "kept_in_half_precision"


class _Attend(torch.autograd.Function):
    """softmax(scale * query @ key.T + mask) @ value, all of shape (rows * heads, tokens, width of a head)."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor, scale: float) -> Tensor:
        weights = torch.softmax(torch.baddbmm(mask, query, key.transpose(1, 2), alpha=scale), -1)
        ctx.save_for_backward(query, key, value, weights)
        ctx.scale = scale
        return torch.bmm(weights, value)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor, Tensor, None, None]:
        query, key, value, weights = ctx.saved_tensors
        grad = grad.to(weights.dtype).contiguous()
        of_weights = torch.bmm(grad, value.transpose(1, 2))
        of_scores = torch._softmax_backward_data(of_weights, weights, -1, weights.dtype) * ctx.scale
        return (
            torch.bmm(of_scores, key),
            torch.bmm(of_scores.transpose(1, 2), query),
            torch.bmm(weights.transpose(1, 2), grad),
            None,
            None,
        )


def _attend(
    module: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, scaling: float | None = None, **_: Any
) -> tuple[Tensor, None]:
    """Attention as transformers calls it: (rows, heads, tokens, width) each, to (rows, tokens, heads, width)."""
    rows, heads, tokens, width = query.shape
    flat = [one.reshape(rows * heads, tokens, width) for one in (query, key, value)]
    added = query.new_zeros(rows, 1, 1, tokens) if mask is None else mask[:, :, :1].to(query.dtype)
    # Not minus infinity: a sum with it must stay finite in half precision.
    added = added.clamp(min=-1e4).expand(rows, heads, 1, tokens).reshape(rows * heads, 1, tokens)
    with torch.autocast(query.device.type, enabled=False):
        attended = _Attend.apply(*flat, added.expand(-1, tokens, -1), scaling or width**-0.5)
    return attended.reshape(rows, heads, tokens, width).transpose(1, 2).contiguous(), None


AttentionInterface.register(NAME, _attend)
AttentionMaskInterface.register(NAME, ALL_MASK_ATTENTION_FUNCTIONS["eager"])
