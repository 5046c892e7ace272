"""The peers' side of the rows of Transformers: a training step of a small GPT.

Written as GPTs are in PyTorch: one projection to queries, keys and values, scaled_dot_product_attention,
AdamW. Weights and batch are the same bits as TransformerWork.java makes; the answer is the sum of the
losses of three steps from there.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

VOCABULARY, HEADS, STEPS = 65, 6, 3


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.projections = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.fc = nn.Linear(width, 4 * width)
        self.proj = nn.Linear(4 * width, width)

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = self.projections(self.norm1(x)).split(c, -1)
        q, k, v = (z.view(b, t, HEADS, c // HEADS).transpose(1, 2) for z in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.output(y.transpose(1, 2).reshape(b, t, c))
        return x + self.proj(F.gelu(self.fc(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, context, width, layers, numbers):
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, width)
        self.places = nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(width) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.fill(numbers)

    @torch.no_grad()
    def fill(self, numbers):
        """The order is that of the parameters on the other side, where projections are three."""
        seed = 10

        def put(tensor, centre=0):
            nonlocal seed
            tensor.copy_(torch.from_numpy(np.float32(centre) + numbers(tuple(tensor.shape), seed, 0.1)))
            seed += 1

        put(self.tokens.weight)
        put(self.places.weight)
        for block in self.blocks:
            put(block.norm1.weight, 1)
            put(block.norm1.bias)
            for weight, bias in zip(block.projections.weight.chunk(3), block.projections.bias.chunk(3)):
                put(weight)
                put(bias)
            for layer, centre in ((block.output, 0), (block.norm2, 1), (block.fc, 0), (block.proj, 0)):
                put(layer.weight, centre)
                put(layer.bias)
        put(self.norm.weight, 1)
        put(self.norm.bias)

    def forward(self, ids):
        x = self.tokens(ids) + self.places.weight[: ids.shape[1]]
        for block in self.blocks:
            x = block(x)
        return F.linear(self.norm(x), self.tokens.weight)


def row(shape, rows):
    batch, time, width, layers = shape

    def ints(seed):
        return torch.from_numpy((rows.bits(batch * time, seed) % VOCABULARY).astype(np.int64).reshape(batch, time))

    ids, targets = ints(7), ints(8)

    def stepper(fused):
        net = Gpt(time, width, layers, rows.numbers)
        optimizer = torch.optim.AdamW(net.parameters(), fused=fused)

        def step():
            optimizer.zero_grad()
            loss = F.cross_entropy(net(ids).flatten(0, 1), targets.flatten())
            loss.backward()
            optimizer.step()
            return loss

        return step

    def trained():
        step = stepper(False)
        return sum(float(step().detach()) for _ in range(STEPS))

    names = {"plain": stepper(False), "fused": stepper(True)}
    return rows.Row(names, {"PyTorch": "plain()", "PyTorch, fused AdamW": "fused()"}, trained, inference=False)
