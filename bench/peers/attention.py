"""The peers' side of the rows of attention: PyTorch's scaled_dot_product_attention of one sequence.

Inputs are the same bits as AttentionWork.java makes, (1, T, H D) as linear projections leave them; a
second variant has each head's rows together. The answer is the checksum of the result, and of the
gradients by queries, keys and values of `-train`.
"""

import torch
import torch.nn.functional as F


def row(kind, shape, rows):
    heads, length, width = shape
    causal = kind.startswith("attention-causal")
    training = kind.endswith("-train")

    def heads_of(x):
        return x.view(1, length, heads, width).transpose(1, 2)

    def number(seed, scale):
        return torch.from_numpy(rows.numbers((1, length, heads * width), seed, scale))

    inputs = [heads_of(number(seed, 4)) for seed in (1, 2, 3)]
    upper = heads_of(number(4, 1))

    def stepper(inputs, upper):
        leaves = [x.detach().requires_grad_(training) for x in inputs]

        def step():
            for x in leaves:
                x.grad = None
            y = F.scaled_dot_product_attention(*leaves, is_causal=causal)
            if training:
                y.backward(upper)
            return y, leaves

        return step

    def back(x):
        return x.detach().transpose(1, 2).numpy()

    def answer():
        y, leaves = stepper(inputs, upper)()
        return rows.checksum(back(y)) + sum(rows.checksum(back(x.grad)) for x in leaves if training)

    names = {
        "rows": stepper(inputs, upper),
        "apart": stepper([x.contiguous() for x in inputs], upper.contiguous()),
    }
    variants = {"PyTorch": "rows()", "PyTorch, heads apart": "apart()"}
    return rows.Row(names, variants, answer, inference=not training)
