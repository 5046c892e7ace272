"""Writes the golden files of Transformers: weights, ids, logits, the loss and all its gradients.

    python transformers.py      (torch, safetensors and numpy; the versions are in each file's metadata)

The modules are written with PyTorch's own layers and functions: scaled_dot_product_attention, RMSNorm,
LayerNorm; rotary positions are products of complex numbers.
"""

import math
import platform

import numpy
import safetensors
import safetensors.torch
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
VERSIONS = {
    "torch": torch.__version__,
    "safetensors": safetensors.__version__,
    "numpy": numpy.__version__,
    "python": platform.python_version(),
}
V, CONTEXT, LAYERS, B, T = 11, 9, 2, 2, 7


def turned(x, heads, halves):
    """Queries or keys (B, T, heads * D), turned by their position."""
    b, t, width = x.shape
    d = width // heads
    angles = torch.arange(t)[:, None] * 10000.0 ** (-torch.arange(0, d, 2) / d)
    turn = torch.polar(torch.ones_like(angles), angles)[:, None, :]
    x = x.view(b, t, heads, d)
    pairs = x.unflatten(-1, (2, d // 2)).transpose(-1, -2) if halves else x.unflatten(-1, (d // 2, 2))
    y = torch.view_as_real(torch.view_as_complex(pairs.contiguous()) * turn)
    y = y.transpose(-1, -2) if halves else y
    return y.reshape(b, t, width)


class Attention(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.o = o
        key_width = o["width"] // o["heads"] * o["key_heads"]
        self.query = nn.Linear(o["width"], o["width"], o["biases"])
        self.key = nn.Linear(o["width"], key_width, o["biases"])
        self.value = nn.Linear(o["width"], key_width, o["biases"])
        self.output = nn.Linear(o["width"], o["width"], o["biases"])

    def forward(self, x):
        o = self.o
        q, k, v = self.query(x), self.key(x), self.value(x)
        if o["positions"].startswith("rotary"):
            halves = o["positions"] == "rotary_halves"
            q, k = turned(q, o["heads"], halves), turned(k, o["key_heads"], halves)
        q, k, v = (z.unflatten(-1, (-1, o["width"] // o["heads"])).transpose(1, 2) for z in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        return self.output(y.transpose(1, 2).flatten(2))


class Gelu(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.fc = nn.Linear(o["width"], o["hidden"], o["biases"])
        self.proj = nn.Linear(o["hidden"], o["width"], o["biases"])

    def forward(self, x):
        return self.proj(F.gelu(self.fc(x)))


class SwiGlu(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.gate = nn.Linear(o["width"], o["hidden"], o["biases"])
        self.up = nn.Linear(o["width"], o["hidden"], o["biases"])
        self.down = nn.Linear(o["hidden"], o["width"], o["biases"])

    def forward(self, x):
        return self.down(F.silu(self.gate(x)) * self.up(x))


def norm(o):
    return (nn.LayerNorm if o["norm"] == "layer" else nn.RMSNorm)(o["width"], eps=1e-5)


class Block(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.norm1 = norm(o)
        self.attention = Attention(o)
        self.norm2 = norm(o)
        self.feed_forward = (Gelu if o["network"] == "gelu" else SwiGlu)(o)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.feed_forward(self.norm2(x))


class Transformer(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.o = o
        self.token_embedding = nn.Embedding(V, o["width"])
        if o["positions"] == "learned":
            self.position_embedding = nn.Embedding(CONTEXT, o["width"])
        self.blocks = nn.ModuleList(Block(o) for _ in range(LAYERS))
        self.norm = norm(o)
        if not o["tied"]:
            self.head = nn.Linear(o["width"], V, False)

    def forward(self, ids):
        x = self.token_embedding(ids)
        places = torch.arange(ids.shape[1])
        if self.o["positions"] == "learned":
            x = x + self.position_embedding(places)
        if self.o["positions"] == "sinusoidal":
            angles = places[:, None] * 10000.0 ** (-torch.arange(0, self.o["width"], 2) / self.o["width"])
            x = x + torch.stack((angles.sin(), angles.cos()), -1).flatten(1)
        for block in self.blocks:
            x = block(x)
        return F.linear(self.norm(x), (self.token_embedding if self.o["tied"] else self.head).weight)


def golden(name, o, seed):
    torch.manual_seed(seed)
    net = Transformer(o)
    with torch.no_grad():
        for key, parameter in net.named_parameters():
            parameter.normal_(1.0 if key.endswith(("norm.weight", "norm1.weight", "norm2.weight")) else 0.0, 0.4)
            # What a file of floats holds.
            parameter.copy_(parameter.float())
    ids = torch.randint(V, (B, T))
    targets = torch.randint(V, (B, T))
    logits = net(ids)
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
    loss.backward()
    out = {"ids": ids, "targets": targets, "logits": logits, "loss": loss}
    for key, parameter in net.named_parameters():
        out["weight." + key] = parameter
        out["gradient." + key] = parameter.grad
    out = {
        key: (value if value.dtype == torch.int64 else value.detach().float()).clone().contiguous()
        for key, value in out.items()
    }
    assert math.isfinite(loss.item())
    safetensors.torch.save_file(out, name + ".safetensors", VERSIONS)


golden(
    "gpt",
    dict(width=12, heads=3, key_heads=3, hidden=20, norm="layer", network="gelu",
         positions="learned", tied=True, biases=True),
    31,
)
golden(
    "llama",
    dict(width=16, heads=4, key_heads=2, hidden=24, norm="rms", network="swiglu",
         positions="rotary", tied=False, biases=False),
    32,
)
golden(
    "mixed",
    dict(width=16, heads=2, key_heads=1, hidden=18, norm="rms", network="gelu",
         positions="sinusoidal", tied=True, biases=False),
    33,
)
golden(
    "halves",
    dict(width=16, heads=2, key_heads=2, hidden=18, norm="layer", network="swiglu",
         positions="rotary_halves", tied=False, biases=True),
    34,
)
