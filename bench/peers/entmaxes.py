"""The peers' side of `sparsemax/NxK` and `entmax15/NxK`: the algorithms of Martins and Astudillo 2016 (algorithm 1)
and of Peters, Niculae and Martins 2019 (algorithm 2) as PyTorch computes them, with a full sort, or with the k largest
alone where these are enough; and the package `entmax` of the authors where it is installed.
"""

import torch

try:
    import entmax
except ImportError:
    entmax = None

LARGEST = 200


def descending(x, k):
    if k is None or k >= x.shape[-1]:
        return torch.sort(x, dim=-1, descending=True).values
    return torch.topk(x, k, dim=-1).values


def sparsemax(x, k=None):
    z = descending(x, k)
    rank = torch.arange(1, z.shape[-1] + 1, dtype=x.dtype)
    rest = z.cumsum(-1) - 1
    support = (rank * z > rest).sum(-1, keepdim=True)
    if k is not None and bool((support == k).any()):
        return sparsemax(x, 2 * k if 2 * k < x.shape[-1] else None)
    return torch.clamp(x - rest.gather(-1, support - 1) / support, min=0)


def entmax15(x, k=None):
    # From the maximum, halved: the sums of squares would cancel otherwise.
    x = (x - x.max(-1, keepdim=True).values) / 2
    z = descending(x, k)
    rank = torch.arange(1, z.shape[-1] + 1, dtype=x.dtype)
    mean = z.cumsum(-1) / rank
    spread = (z * z).cumsum(-1) - rank * mean * mean
    threshold = mean - torch.sqrt(torch.clamp((1 - spread) / rank, min=0))
    support = (threshold <= z).sum(-1, keepdim=True)
    if k is not None and bool((support == k).any()):
        return entmax15(x * 2, 2 * k if 2 * k < x.shape[-1] else None)
    return torch.clamp(x - threshold.gather(-1, support - 1), min=0) ** 2


def row(kind, shape, rows):
    x = torch.from_numpy(rows.numbers(tuple(shape), 1, 16))
    f = sparsemax if kind == "sparsemax" else entmax15
    names = {"f": f, "x": x, "k": LARGEST}
    variants = {"PyTorch sort": "f(x)", "PyTorch, k largest": "f(x, k)"}
    if entmax:
        names["g"] = getattr(entmax, kind)
        variants["entmax"] = "g(x, dim=-1)"
        variants["entmax, k largest"] = "g(x, dim=-1, k=k)"
    return rows.Row(names, variants, lambda: rows.checksum(f(x.double()).numpy()))
