"""The peers' side of the rows of networks: a training step and an inference of two small nets.

`sentiment`: vocabulary 10 000, embedding 100, mean over the tokens, linear 256, ReLU, linear 2.
`mlp`: linear 784 to 128, ReLU, linear 128 to 10. Adam at its defaults, mean cross-entropy. Weights and
batches are the same bits as NetworkWork.java makes; the answer is what three steps from there give.
"""

import numpy as np
import torch
import torch.nn.functional as F

STEPS = 3


def weights(shape, seed, numbers):
    return torch.nn.Parameter(torch.from_numpy(numbers(shape, seed, 0.2)))


class Net(torch.nn.Module):
    """Two linear layers over what `pool` makes of the input."""

    def __init__(self, inputs, hidden, classes, numbers):
        super().__init__()
        self.w1 = weights((hidden, inputs), 2, numbers)
        self.b1 = weights((hidden,), 3, numbers)
        self.w2 = weights((classes, hidden), 4, numbers)
        self.b2 = weights((classes,), 5, numbers)

    def pool(self, x):
        return x

    def forward(self, x):
        return F.linear(F.relu(F.linear(self.pool(x), self.w1, self.b1)), self.w2, self.b2)


class Sentiment(Net):
    """The mean as people write it, or as one embedding bag."""

    def __init__(self, bag, numbers):
        super().__init__(100, 256, 2, numbers)
        self.bag = bag
        self.table = weights((10000, 100), 1, numbers)

    def pool(self, x):
        if self.bag:
            return F.embedding_bag(x, self.table, mode="mean")
        return F.embedding(x, self.table).mean(1)


def batch(kind, shape, bits, numbers):
    if kind == "sentiment":
        x = torch.from_numpy((bits(shape[0] * shape[1], 7) % 10000).astype(np.int64).reshape(shape))
        return x, torch.from_numpy((bits(shape[0], 8) % 2).astype(np.int64))
    x = torch.from_numpy(numbers((shape[0], 784), 7, 1))
    return x, torch.from_numpy((bits(shape[0], 8) % 10).astype(np.int64))


def stepper(net, optimizer, x, y):
    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def row(kind, shape, rows):
    """`sentiment-train`, `sentiment-infer` (batch, tokens), `mlp-train` or `mlp-infer` (batch)."""
    net_kind, work = kind.split("-")
    x, y = batch(net_kind, shape, rows.bits, rows.numbers)
    makers = {"PyTorch": lambda: Net(784, 128, 10, rows.numbers)}
    if net_kind == "sentiment":
        makers = {
            "PyTorch": lambda: Sentiment(False, rows.numbers),
            "PyTorch EmbeddingBag": lambda: Sentiment(True, rows.numbers),
        }
    if work == "infer":
        nets = {label: make() for label, make in makers.items()}
        names = {f"net{i}": net for i, net in enumerate(nets.values())} | {"x": x, "softmax": torch.softmax}
        variants = {label: f"softmax(net{i}(x), -1)" for i, label in enumerate(nets)}
        first = next(iter(nets.values()))

        def answer():
            return rows.checksum(torch.softmax(first(x), -1).detach().numpy())

        return rows.Row(names, variants, answer)
    steps = {}
    for label, make in makers.items():
        for suffix, fused in (("", False), (", fused Adam", True)):
            net = make()
            steps[label + suffix] = stepper(net, torch.optim.Adam(net.parameters(), fused=fused), x, y)

    def trained():
        net = next(iter(makers.values()))()
        step = stepper(net, torch.optim.Adam(net.parameters()), x, y)
        return sum(float(step().detach()) for _ in range(STEPS)) + rows.checksum(net(x).detach().numpy())

    names = {f"step{i}": step for i, step in enumerate(steps.values())}
    variants = {label: f"step{i}()" for i, label in enumerate(steps)}
    return rows.Row(names, variants, trained, inference=False)
