"""Writes entmax.txt beside it: `python entmax_golden.py` (PyTorch and
deep-spin/entmax needed).

Cases of the form that Golden.java reads: scores `x`, the transform `p` at `alpha`, the gradient `gx` of
`<p, g>` by the scores, that by alpha `galpha` where the package has it, and the loss against `target`.
All in double.
"""

import platform
from pathlib import Path

import entmax
import torch

HERE = Path(__file__).parent
torch.manual_seed(7)


def words(values):
    return " ".join(repr(float(v)) for v in values)


def transform(alpha):
    if alpha == 2:
        return lambda x: entmax.sparsemax(x, dim=0)
    if alpha == 1.5:
        return lambda x: entmax.entmax15(x, dim=0)
    return lambda x: entmax.entmax_bisect(x, alpha=alpha, dim=0, n_iter=80)


def loss(alpha, x, target):
    if alpha == 2:
        value = entmax.sparsemax_loss(x[None], target)
    elif alpha == 1.5:
        value = entmax.entmax15_loss(x[None], target)
    else:
        value = entmax.entmax_bisect_loss(x[None], target, alpha, 80)
    # Some give the probabilities as well.
    return value[0] if isinstance(value, tuple) else value


with open(HERE / "entmax.txt", "w") as out:
    out.write(
        f"# Written by entmax_golden.py: Python {platform.python_version()}, PyTorch {torch.__version__}, "
        f"entmax {entmax.__version__}.\n"
    )
    for alpha in [1.05, 1.25, 1.5, 1.75, 2.0, 3.0]:
        for n, scale in [(1, 1.0), (3, 1.0), (10, 0.3), (40, 3.0)]:
            x = (scale * torch.randn(n, dtype=torch.float64)).requires_grad_()
            g = torch.randn(n, dtype=torch.float64)
            target = int(torch.randint(n, (1,)))
            p = transform(alpha)(x)
            (gx,) = torch.autograd.grad((p * g).sum(), x)
            a = torch.tensor(alpha, dtype=torch.float64, requires_grad=True)
            (ga,) = torch.autograd.grad(
                (entmax.entmax_bisect(x.detach(), alpha=a, dim=0, n_iter=80) * g).sum(), a
            )
            out.write(f"\nalpha {alpha}\nx {words(x)}\np {words(p)}\ng {words(g)}\ngx {words(gx)}\n")
            out.write(f"galpha {float(ga)!r}\ntarget {target}\n")
            out.write(f"loss {float(loss(alpha, x, torch.tensor([target])))!r}\n")
