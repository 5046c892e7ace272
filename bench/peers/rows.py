"""The peers' side of each row of targets.csv: inputs, and the statements that are timed.

Inputs are the same bits as Numbers.java makes, so that results can be compared.
"""

import functools
import sys

import numpy as np
import torch
import torch.nn.functional as F

try:
    import scipy.special
except ImportError:
    scipy = None


def bits(n, seed):
    """24 pseudo-random bits for the indices 0 to n - 1 (Wellons' lowbias32), as in Numbers.java."""
    h = np.arange(n, dtype=np.uint32) + np.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x7FEB352D)
    h = (h ^ (h >> np.uint32(15))) * np.uint32(0x846CA68B)
    return (h ^ (h >> np.uint32(16))) >> np.uint32(8)


def numbers(shape, seed, scale, dtype=np.float32):
    n = int(np.prod(shape))
    x = bits(n, seed).astype(dtype) * dtype(2.0**-24) - dtype(0.5)
    return (x * dtype(scale)).reshape(shape)


def checksum(x):
    """Sum of |x[i]| (1 + i mod 7), in double precision and in pieces."""
    x = np.ascontiguousarray(x).reshape(-1)
    total, piece = 0.0, 7 << 17
    for at in range(0, x.size, piece):
        part = np.abs(x[at : at + piece].astype(np.float64))
        total += float(part @ (1.0 + np.arange(part.size) % 7))
    return total


class Row:
    """names: what the statements see; variants: label -> statement; answer: gives the checksum."""

    def __init__(self, names, variants, answer, inference=True):
        self.names, self.variants, self.answer, self.inference = names, variants, answer, inference


def softmax_row(kind, shape):
    """(rows, classes), or (outer, classes, inner)."""
    a = numbers(shape, 1, 16, np.float64 if kind.endswith("-double") else np.float32)
    x = torch.from_numpy(a)
    kind = kind.removesuffix("-double")
    name = {"log-softmax": "log_softmax", "log-sum-exp": "logsumexp"}.get(kind, "softmax")
    f = getattr(torch, name)
    y = f(x, 1)
    names = {"f": f, "x": x, "y": y, "a": a, "np": np}
    variants = {"PyTorch": "f(x, 1)", "PyTorch out=": "f(x, 1, out=y)"}
    if a.size <= 1000:
        variants["NumPy"] = {
            "softmax": "e = np.exp(a - a.max(-1, keepdims=True)); e / e.sum(-1, keepdims=True)",
            "log_softmax": "d = a - a.max(-1, keepdims=True);"
            " d - np.log(np.exp(d).sum(-1, keepdims=True))",
            "logsumexp": "m = a.max(-1, keepdims=True);"
            " np.log(np.exp(a - m).sum(-1, keepdims=True)) + m",
        }[name]
        if scipy:
            names["g"] = getattr(scipy.special, name)
            variants["SciPy"] = "g(a, -1)"
    return Row(names, variants, lambda: checksum(f(x, 1).numpy()))


def softmax_temperature_row(shape):
    """(rows, classes), or (outer, classes, inner), at temperature 1.7."""
    x = torch.from_numpy(numbers(shape, 1, 16))
    names = {"f": torch.softmax, "div": torch.div, "x": x}
    names |= {"t": torch.empty_like(x), "y": torch.empty_like(x)}
    variants = {
        "PyTorch": "f(x / 1.7, 1)",
        "PyTorch out=": "f(div(x, 1.7, out=t), 1, out=y)",
    }
    return Row(names, variants, lambda: checksum(torch.softmax(x / 1.7, 1).numpy()))


def softmax_gradient_row(kind, shape):
    """(rows, classes), or (outer, classes, inner)."""
    log = kind == "log-softmax-gradient"
    y = (torch.log_softmax if log else torch.softmax)(torch.from_numpy(numbers(shape, 1, 16)), 1)
    g = torch.from_numpy(numbers(shape, 2, 2))
    f = torch.ops.aten._log_softmax_backward_data if log else torch.ops.aten._softmax_backward_data
    names = {"f": f.default, "into": f.out, "g": g, "y": y, "d": torch.empty_like(g), "t": g.dtype}
    out = "out" if log else "grad_input"
    variants = {"PyTorch": "f(g, y, 1, t)", "PyTorch out=": f"into(g, y, 1, t, {out}=d)"}
    return Row(names, variants, lambda: checksum(f(g, y, 1, g.dtype).numpy()))


def cross_entropy_row(kind, shape):
    """(rows, classes), or (outer, classes, inner)."""
    n, k, *inner = shape
    dtype = np.float64 if kind == "cross-entropy-double" else np.float32
    x = torch.from_numpy(numbers(shape, 1, 16, dtype)).requires_grad_()
    if kind == "cross-entropy-given":
        t = torch.from_numpy((numbers(shape, 2, 1) + np.float32(0.5)) * np.float32(2 / k))
    else:
        targets = bits(int(np.prod([n, *inner])), 2) % k
        t = torch.from_numpy(targets.astype(np.int64).reshape([n, *inner]))
    f = F.cross_entropy
    if kind == "cross-entropy-smoothed":
        f = functools.partial(f, label_smoothing=0.1)

    def answer():
        loss = f(x, t)
        (gradient,) = torch.autograd.grad(loss, x)
        return float(loss.detach()) + checksum(gradient.numpy())

    return Row(
        {"f": f, "grad": torch.autograd.grad, "x": x, "t": t},
        {
            "PyTorch backward": "x.grad = None; f(x, t).backward()",
            "PyTorch autograd.grad": "grad(f(x, t), x)",
        },
        answer,
        inference=False,
    )


def product_row(kind, m, k, n, numpy_only):
    dtype = np.float64 if kind == "matmul-double" else np.float32
    a = numbers((k, m), 1, 1, dtype).T if kind == "matmul-tn" else numbers((m, k), 1, 1, dtype)
    b = numbers((n, k), 2, 1, dtype).T if kind == "matmul-nt" else numbers((k, n), 2, 1, dtype)
    c = np.empty((m, n), dtype)
    names = {"mm": torch.mm, "matmul": np.matmul, "a": a, "b": b, "c": c}
    names |= {"ta": torch.from_numpy(a), "tb": torch.from_numpy(b), "tc": torch.from_numpy(c)}
    if numpy_only:
        variants = {"NumPy, AVX-512 OpenBLAS": "matmul(a, b, out=c)"}
    else:
        variants = {
            "PyTorch": "mm(ta, tb)",
            "PyTorch out=": "mm(ta, tb, out=tc)",
            "NumPy": "matmul(a, b, out=c)",
        }
    return Row(names, variants, lambda: checksum(np.matmul(a, b)))


def make(row, data=None, openblas=False):
    """The row of a name such as softmax/64x10; openblas: only NumPy's matrix product."""
    kind, _, rest = row.partition("/")
    if kind == "regression":
        import regression

        return regression.row(rest, data)
    if kind == "text":
        import texts

        return texts.row(rest, data)
    if kind == "picture":
        import picture_reading

        return picture_reading.row(rest, data)
    shape = [int(s) for s in rest.split("x")]
    if kind.startswith("attention"):
        import attention

        return attention.row(kind, shape, sys.modules[__name__])
    if kind.startswith("additive-attention"):
        import additive

        return additive.row(kind, shape, sys.modules[__name__])
    if kind == "transformer-train":
        import transformer

        return transformer.row(shape, sys.modules[__name__])
    if kind in ("resnet18", "mobilenet", "cifar-resnet20"):
        import vision

        return vision.row(kind, shape, sys.modules[__name__])
    if kind in ("cifar-resnet20-train", "mnist-cnn-train"):
        import pictures_train

        return pictures_train.row(kind, shape, sys.modules[__name__])
    if kind in ("gru-train", "gru-infer"):
        import grus

        return grus.row(kind, shape, sys.modules[__name__])
    if kind.endswith(("-train", "-infer")):
        import networks

        return networks.row(kind, shape, sys.modules[__name__])
    if kind == "sampler":
        import sampling

        return sampling.row(shape[0], sys.modules[__name__])
    if kind in ("sparsemax", "entmax15"):
        import entmaxes

        return entmaxes.row(kind, shape, sys.modules[__name__])
    if kind.startswith("matmul"):
        return product_row(kind, *shape, numpy_only=openblas)
    if kind == "linear-cross-entropy":
        import heads

        return heads.row(*shape, sys.modules[__name__])
    if kind.startswith("cross-entropy"):
        return cross_entropy_row(kind, shape)
    if kind == "softmax-temperature":
        return softmax_temperature_row(shape)
    if kind.endswith("softmax-gradient"):
        return softmax_gradient_row(kind, shape)
    return softmax_row(kind, shape)
