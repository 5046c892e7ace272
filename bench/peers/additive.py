"""The peers' side of the rows of additive attention, as AdditiveWork.java has it.

`PyTorch` is the step as tutorials write it, with state and output joined; `PyTorch, halves` multiplies
the two halves of the weight apart, as Softmax does.
"""

import torch
import torch.nn.functional as F


def joined(state, outputs, weight, bias, score):
    both = torch.cat((state.expand(-1, outputs.shape[1], -1), outputs), 2)
    return F.linear(torch.tanh(F.linear(both, weight, bias)), score).squeeze(2).softmax(1)


def halves(state, outputs, weight, bias, score):
    width = state.shape[2]
    energy = torch.tanh(F.linear(state, weight[:, :width], bias) + F.linear(outputs, weight[:, width:]))
    return F.linear(energy, score).squeeze(2).softmax(1)


def row(kind, shape, rows):
    batch, steps, width = shape
    inputs = [
        torch.from_numpy(rows.numbers(size, seed + 1, scale))
        for seed, (size, scale) in enumerate(
            [
                ((batch, 1, width), 2),
                ((batch, steps, width), 2),
                ((width, 2 * width), 0.2),
                ((width,), 0.2),
                ((1, width), 1),
            ]
        )
    ]
    names = {"joined": joined, "halves": halves, "inputs": inputs}
    if kind == "additive-attention":
        variants = {"PyTorch": "joined(*inputs)", "PyTorch, halves": "halves(*inputs)"}
        return rows.Row(names, variants, lambda: rows.checksum(joined(*inputs).numpy()))
    for tensor in inputs:
        tensor.requires_grad_()

    def step(weigh):
        for tensor in inputs:
            tensor.grad = None
        total = torch.bmm(weigh(*inputs).unsqueeze(1), inputs[1]).sum()
        total.backward()
        return total

    def answer():
        total = abs(float(step(joined).detach()))
        return total + sum(rows.checksum(tensor.grad.numpy()) for tensor in inputs)

    names["step"] = step
    variants = {"PyTorch": "step(joined)", "PyTorch, halves": "step(halves)"}
    return rows.Row(names, variants, answer, inference=False)
