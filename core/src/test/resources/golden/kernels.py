"""Writes `kernels.txt` beside it: what PyTorch's optimisers and normalisations answer.

`python kernels.py` (PyTorch needed). Inputs are made from seeds by `logits` of golden.py. Norms and
gelu are computed in double precision and written as such; optimisers run in float32, as users run
them.
"""

import torch
import torch.nn.functional as F

from golden import HERE, VERSIONS, logits

SIZE, STEPS = 37, 5


def tensor(seed, size, scale, dtype=torch.float32):
    return torch.from_numpy(logits("float32", seed, size, scale)).to(dtype)


def line(name, values):
    return name + " " + " ".join(repr(float(v)) for v in torch.as_tensor(values).flatten().double())


def optimiser(name, make, **words):
    p = tensor(1, SIZE, 1).requires_grad_()
    optimiser = make([p])
    for step in range(STEPS):
        p.grad = tensor(100 + step, SIZE, 0.1)
        optimiser.step()
    head = [f"case {name}"] + [f"{k} {str(v).lower()}" for k, v in words.items()]
    return "\n".join(head + [line("p", p.detach())])


def sparse_adam():
    """Rows 1, 4 and 6 of 8, width 5; row 4 twice in the gradient's indices would be coalesced."""
    p = tensor(1, 40, 1).reshape(8, 5).requires_grad_()
    optimiser = torch.optim.SparseAdam([p], lr=0.01)
    for step in range(STEPS):
        rows = torch.tensor([[1, 4, 6]] if step % 2 == 0 else [[0, 4, 7]])
        p.grad = torch.sparse_coo_tensor(rows, tensor(100 + step, 15, 0.1).reshape(3, 5), (8, 5))
        optimiser.step()
    return "\n".join(["case sparse", line("p", p.detach())])


def norm(name, n, d, offset):
    double = torch.float64
    x = (tensor(11, n * d, 2) + offset).to(double).reshape(n, d).requires_grad_()
    gamma = tensor(12, d, 1, double).requires_grad_()
    beta = tensor(13, d, 1, double).requires_grad_()
    if name == "layer":
        y = F.layer_norm(x, (d,), gamma, beta, 1e-5)
    else:
        y = F.batch_norm(x, None, None, gamma, beta, True, 0.1, 1e-5)
    y.backward(tensor(14, n * d, 1, double).reshape(n, d))
    head = [f"case {name}", f"n {n}", f"d {d}", f"offset {offset}"]
    values = {"y": y.detach(), "dx": x.grad, "dgamma": gamma.grad, "dbeta": beta.grad}
    return "\n".join(head + [line(k, v) for k, v in values.items()])


def activation(name, function):
    x = tensor(21, 60, 9, torch.float64).requires_grad_()
    y = function(x)
    y.backward(torch.ones_like(x))
    return "\n".join([f"case {name}", line("y", y.detach()), line("dx", x.grad)])


def cases():
    for decay in (0.0, 0.01):
        yield optimiser("adam", lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=decay), decay=decay)
        yield optimiser("adamw", lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=decay), decay=decay)
        for momentum, nesterov in ((0.0, False), (0.9, False), (0.9, True)):
            options = dict(momentum=momentum, nesterov=nesterov)
            yield optimiser(
                "sgd",
                lambda p: torch.optim.SGD(p, lr=0.01, weight_decay=decay, **options),
                decay=decay,
                **options,
            )
    yield sparse_adam()
    for name in ("layer", "batch"):
        for n, d, offset in ((3, 5, 0), (4, 37, 0), (7, 70, 0), (5, 33, 1000)):
            yield norm(name, n, d, offset)
    yield activation("GELU", F.gelu)
    yield activation("GELU_TANH", lambda x: F.gelu(x, approximate="tanh"))
    yield activation("SILU", F.silu)
    yield activation("TANH", torch.tanh)
    yield activation("SIGMOID", torch.sigmoid)
    yield activation("RELU", F.relu)


if __name__ == "__main__":
    text = f"# Written by kernels.py: {VERSIONS}.\n\n" + "\n\n".join(cases()) + "\n"
    (HERE / "kernels.txt").write_text(text)
