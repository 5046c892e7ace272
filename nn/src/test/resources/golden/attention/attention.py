"""Writes attention.txt: PyTorch's attention and its gradients, in float64 from float32 inputs.

python attention.py > attention.txt

Inputs, masks and the gradient of the result are made by a hash of their index (`numbers` below and in
AttentionGoldenTest.java), so the file has results only, and of those about PROBES each, evenly spaced.
"""

import numpy as np
import torch
import torch.nn.functional as F

PROBES = 24


def bits(n, seed):
    """24 pseudo-random bits for the indices 0 to n - 1 (Wellons' lowbias32)."""
    h = np.arange(n, dtype=np.uint32) + np.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x7FEB352D)
    h = (h ^ (h >> np.uint32(15))) * np.uint32(0x846CA68B)
    return (h ^ (h >> np.uint32(16))) >> np.uint32(8)


def numbers(shape, seed):
    x = bits(int(np.prod(shape)), seed).astype(np.float32) * np.float32(2.0**-24) - np.float32(0.5)
    return torch.from_numpy((x * np.float32(4)).reshape(shape)).double()


def mask(words, whole):
    """The sum of what each word adds to the scores (B, H, T, S)."""
    b, h, t, s = whole
    added = torch.zeros(whole, dtype=torch.float64)
    for word in words:
        kind, *rest = word.split(":")
        sizes = [int(v) for v in rest[0].split(",")] if rest else []
        if kind == "causal":
            seen = torch.arange(s)[None, :] <= torch.arange(t)[:, None] + sizes[0]
        elif kind == "lengths":
            seen = (torch.arange(s)[None, :] < torch.tensor(sizes)[:, None])[:, None, None, :]
        elif kind == "allowed":
            seen = torch.from_numpy((bits(int(np.prod(sizes)), 11) % 3 != 0).reshape(sizes))
        else:
            added = added + numbers(sizes, 12)
            continue
        added = added.masked_fill(~seen.broadcast_to(whole), -torch.inf)
    return added


def write(name, x):
    flat = x.detach().reshape(-1)
    step = max(1, flat.numel() // PROBES)
    print(name, *[f"{v:.9g}" for v in flat[::step].tolist()])


def case(sizes, words):
    b, t, s, h, g, d, e = sizes
    leaves = [numbers((b, t, h * d), 1), numbers((b, s, g * d), 2), numbers((b, s, g * e), 3)]
    leaves = [x.requires_grad_() for x in leaves]
    q = leaves[0].view(b, t, h, d).transpose(1, 2)
    k = leaves[1].view(b, s, g, d).transpose(1, 2)
    v = leaves[2].view(b, s, g, e).transpose(1, 2)
    added = mask(words, (b, h, t, s)) if words else None
    y = F.scaled_dot_product_attention(q, k, v, attn_mask=added, enable_gqa=True)
    y = y.transpose(1, 2).reshape(b, t, h * e)
    (y * numbers(y.shape, 4)).sum().backward()
    # In the sum that runs through a row with nothing allowed, PyTorch has 0 times NaN in some versions.
    assert all(torch.isfinite(x).all() for x in [y] + [x.grad for x in leaves]), (sizes, words)
    print("sizes", *sizes)
    print("mask", *words)
    write("y", y)
    for name, x in zip(("dq", "dk", "dv"), leaves):
        write(name, x.grad)
    print()


print(f"# PyTorch {torch.__version__}, float64; written by attention.py")
for t in (1, 3, 63, 65, 200):
    for heads, width, value_width in (((2, 2), 8, 8), ((2, 1), 24, 40), ((4, 1), 64, 64), ((4, 2), 80, 24)):
        case((1, t, t, *heads, width, value_width), [])
        case((1, t, t, *heads, width, value_width), ["causal:0"])
case((2, 65, 200, 2, 1, 64, 64), ["causal:135"])
case((2, 1, 200, 4, 2, 64, 64), ["causal:199"])
case((1, 2, 63, 2, 2, 24, 24), ["causal:61"])
case((1, 65, 65, 2, 2, 8, 8), ["causal:-3"])
case((1, 3, 500, 2, 1, 64, 64), [])
case((1, 500, 500, 1, 1, 24, 8), ["causal:0"])
case((3, 65, 63, 2, 2, 64, 64), ["lengths:63,0,17"])
case((3, 1, 63, 2, 2, 64, 64), ["lengths:1,62,17"])
case((2, 200, 200, 2, 1, 24, 24), ["lengths:200,130", "causal:0"])
for shape in ("65,63", "63", "65,1", "2,65,63", "2,1,1,63", "2,2,65,63", "2,2,1,1"):
    case((2, 65, 63, 2, 1, 64, 24), ["allowed:" + shape])
    case((2, 65, 63, 2, 1, 64, 24), ["bias:" + shape])
    case((2, 1, 63, 2, 1, 64, 24), ["bias:" + shape.replace("65", "1")])
case((2, 200, 200, 4, 2, 8, 80), ["bias:4,200,200", "causal:0"])
case((2, 63, 65, 4, 4, 80, 8), ["allowed:2,1,63,65", "bias:4,1,65", "lengths:65,30", "causal:2"])
