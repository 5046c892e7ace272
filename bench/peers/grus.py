"""The peers' side of the rows of recurrent networks: nn.Embedding, nn.GRU, nn.Linear, and Adam.

Weights and batch are the same bits as GruWork.java makes; the answer is what three steps from there give,
or the probabilities of an inference.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

STEPS = 3


class Net(nn.Module):
    def __init__(self, vocabulary, length, hidden, numbers):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, length)
        self.gru = nn.GRU(length, hidden, batch_first=True)
        self.head = nn.Linear(hidden, vocabulary)
        with torch.no_grad():
            for seed, tensor in enumerate(self.parameters(), 10):
                tensor.copy_(torch.from_numpy(numbers(tuple(tensor.shape), seed, 0.2)))

    def forward(self, ids):
        return self.head(self.gru(self.embedding(ids))[0])


def row(kind, shape, rows):
    """`gru-train` or `gru-infer` (sequences, steps, vocabulary, length of a vector, width)."""
    batch, steps, vocabulary, length, hidden = shape

    def ints(seed):
        values = rows.bits(batch * steps, seed) % vocabulary
        return torch.from_numpy(values.astype(np.int64).reshape(batch, steps))

    ids, targets = ints(7), ints(8)

    def make():
        return Net(vocabulary, length, hidden, rows.numbers)

    if kind == "gru-infer":
        net = make()
        names = {"net": net, "x": ids, "softmax": torch.softmax}

        def probabilities():
            return rows.checksum(torch.softmax(net(ids), -1).detach().numpy())

        return rows.Row(names, {"PyTorch": "softmax(net(x), -1)"}, probabilities)

    def stepper(net, fused):
        optimizer = torch.optim.Adam(net.parameters(), fused=fused)

        def step():
            optimizer.zero_grad()
            loss = F.cross_entropy(net(ids).flatten(0, 1), targets.flatten())
            loss.backward()
            optimizer.step()
            return loss

        return step

    def trained():
        net = make()
        step = stepper(net, False)
        losses = sum(float(step().detach()) for _ in range(STEPS))
        return losses + rows.checksum(net(ids).detach().numpy())

    names = {"plain": stepper(make(), False), "fused": stepper(make(), True)}
    return rows.Row(names, {"PyTorch": "plain()", "PyTorch, fused Adam": "fused()"}, trained, inference=False)
