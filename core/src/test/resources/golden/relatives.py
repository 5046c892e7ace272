"""Writes relatives.txt beside it: `python relatives.py` (PyTorch and SciPy needed).

Cases of the form that Golden.java reads, all in double: scores `x`, result `y`, and the gradient `gx` of
`<y, g>` by the scores. Gradients are PyTorch's autograd of the published formula, but for
`gumbel` and `gumbel-hard`, which are `torch.nn.functional.gumbel_softmax` itself with the noise that it drew, and `entropic`,
whose threshold is SciPy's root and whose gradient is that of the conditions of optimality, solved as a linear
system. `target` and `loss` are the log-loss where there is one, `gloss` its gradient.
"""

import math
import platform
from pathlib import Path

import numpy as np
import scipy
import scipy.optimize
import scipy.special
import torch

HERE = Path(__file__).parent
torch.manual_seed(11)


def words(values):
    return " ".join(repr(float(v.detach()) if torch.is_tensor(v) else float(v)) for v in values)


def spherical(x, epsilon, t):
    f = (x / t) ** 2 + epsilon
    return f / f.sum()


def taylor(x, order, t):
    f = sum((x / t) ** k / math.factorial(k) for k in range(order + 1))
    return f / f.sum()


def successive(x, k, t):
    """Algorithm 1 of Xie and Ermon 2019, with the clamp of their code."""
    total, share = torch.zeros_like(x), torch.zeros_like(x)
    tiny = torch.tensor(np.finfo(np.float32).tiny, dtype=x.dtype)
    for _ in range(k):
        x = x + torch.log(torch.maximum(1 - share, tiny))
        share = torch.softmax(x / t, 0)
        total = total + share
    return total


def entropic(x, k, t, g):
    """The root by SciPy, the gradient by solving the bordered system of the optimality conditions."""
    z = x.numpy() / t
    root = scipy.optimize.brentq(
        lambda nu: scipy.special.expit(z + nu).sum() - k, -z.max() - 50, -z.min() + 50, xtol=1e-15
    )
    y = scipy.special.expit(z + root)
    n = len(z)
    # Of minus <z, y> minus the entropies: Hessian 1 / (y (1 - y)), and the constraint sum y = k.
    system = np.block([[np.diag(1 / (y * (1 - y))), np.ones((n, 1))], [np.ones((1, n)), np.zeros((1, 1))]])
    jacobian = np.linalg.solve(system, np.vstack([np.eye(n) / t, np.zeros((1, n))]))[:n]
    return y, jacobian.T @ g.numpy()


def softmax(x, t):
    return torch.softmax(x / t, 0)


with open(HERE / "relatives.txt", "w") as out:
    out.write(
        f"# Written by relatives.py: Python {platform.python_version()}, PyTorch {torch.__version__}, "
        f"SciPy {scipy.__version__}, NumPy {np.__version__}.\n"
    )

    def case(kind, parameter, t, x, y, g, gx, **more):
        out.write(f"\nkind {kind}\nparameter {parameter}\ntemperature {t}\nx {words(x)}\n")
        out.write(f"y {words(y)}\ng {words(g)}\ngx {words(gx)}\n")
        for name, value in more.items():
            out.write(f"{name} {words(value) if np.ndim(value) else value}\n")

    sizes = [(3, 1.0), (10, 0.5), (40, 3.0)]
    for n, scale in sizes:
        for t in [1.0, 0.7, 2.5]:
            for kind, f, parameters in [
                ("spherical", spherical, [0.0, 0.1]),
                ("taylor", taylor, [2, 4, 10]),
                ("successive", successive, [1, 2, 3]),
            ]:
                for parameter in parameters:
                    x = (scale * torch.randn(n, dtype=torch.float64)).requires_grad_()
                    g = torch.randn(n, dtype=torch.float64)
                    y = f(x, parameter, t)
                    (gx,) = torch.autograd.grad((y * g).sum(), x)
                    more = {}
                    if kind != "successive":
                        target = int(torch.randint(n, (1,)))
                        loss = -torch.log(f(x, parameter, t)[target])
                        (gloss,) = torch.autograd.grad(loss, x)
                        more = {"target": target, "loss": repr(loss.item()), "gloss": gloss.numpy()}
                    case(kind, parameter, t, x, y, g, gx, **more)
            for k in [1, 2]:
                x = scale * torch.randn(n, dtype=torch.float64)
                g = torch.randn(n, dtype=torch.float64)
                y, gx = entropic(x, k, t, g)
                case("entropic", k, t, x, y, g, gx)
            # Soft argmax: one number, whose gradient times g_0.
            x = (scale * torch.randn(n, dtype=torch.float64)).requires_grad_()
            g = torch.randn(1, dtype=torch.float64)
            y = (torch.softmax(x / t, 0) * torch.arange(n, dtype=torch.float64)).sum()
            (gx,) = torch.autograd.grad(y * g[0], x)
            case("argmax", 0, t, x, [y], g, gx)
            for hard in [False, True]:
                x = torch.randn(n, dtype=torch.float64).requires_grad_()
                g = torch.randn(n, dtype=torch.float64)
                state = torch.random.get_rng_state()
                y = torch.nn.functional.gumbel_softmax(x, tau=t, hard=hard, dim=0)
                (gx,) = torch.autograd.grad((y * g).sum(), x)
                after = torch.random.get_rng_state()
                torch.random.set_rng_state(state)
                # As it draws them.
                noise = -torch.empty_like(x).exponential_().log()
                torch.random.set_rng_state(after)
                kind = "gumbel-hard" if hard else "gumbel"
                case(kind, 0, t, x, y, g, gx, noise=noise.numpy())
