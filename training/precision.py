"""Where half precision is worth it: a processor without the instructions computes it many times slower."""

import torch


def half_precision(device: torch.device) -> torch.autocast:
    """A context that computes in bfloat16 on a GPU, or on a processor that has instructions for it."""
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda" or cpu_has_half_precision())


def cpu_has_half_precision() -> bool:
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
