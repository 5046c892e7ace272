"""Writes attention_layers.safetensors: attention layers by PyTorch, in float64 from float32 inputs.

    python attention_layers.py      (torch and safetensors; the versions are in the file's metadata)

Rotary and sinusoidal positions are written out here, as PyTorch has none.
"""

import math
import platform

import safetensors
import safetensors.torch
import torch
import torch.nn.functional as F

torch.manual_seed(13)
torch.set_num_threads(1)
OUT = {}


def draw(*shape):
    return torch.randn(shape, dtype=torch.float32).double().requires_grad_()


def keep(name, tensors):
    for key, value in tensors.items():
        OUT[f"{name}.{key}"] = value.detach().float().clone().contiguous()


def gradients(name, y, tensors):
    """The gradients of sum(dy · y), and dy."""
    dy = draw(*y.shape).detach()
    for tensor in tensors.values():
        tensor.grad = None
    (y * dy).sum().backward()
    keep(name, {"y": y, "dy": dy})
    keep(name, {"d." + key: value.grad for key, value in tensors.items() if value.grad is not None})


def multi_head():
    width, heads, batch, time, keys = 12, 3, 2, 5, 7
    layer = torch.nn.MultiheadAttention(width, heads, batch_first=True).double()
    # About what PyTorch's first values are: larger ones give gradients far above 1, whose cancelled
    # elements no float32 computation has to 1e-5.
    for parameter in layer.parameters():
        parameter.data = (torch.randn_like(parameter) * 0.25).float().double()
    state = dict(layer.named_parameters())
    x, memory = draw(batch, time, width), draw(batch, keys, width)
    keep("heads", state | {"x": x, "memory": memory})
    causal = torch.ones(time, time, dtype=torch.bool).triu(1)
    padding = torch.tensor([[False] * 5, [False] * 3 + [True] * 2])
    hidden = torch.rand(time, time) < 0.4
    hidden[:, 2] = False
    each = torch.rand(batch * heads, time, time) < 0.4
    each[:, :, 1] = False
    bias = torch.randn(time, time, dtype=torch.float32).double()
    keep("heads", {"hidden": hidden.float(), "each": each.float(), "bias": bias})
    across = torch.tensor([[False] * 6 + [True], [False] * 4 + [True] * 3])
    cases = {
        "none": (x, {}),
        "causal": (x, {"attn_mask": causal}),
        "padding": (x, {"key_padding_mask": padding}),
        "both": (x, {"attn_mask": causal, "key_padding_mask": padding}),
        "hidden": (x, {"attn_mask": hidden}),
        "each": (x, {"attn_mask": each}),
        "bias": (x, {"attn_mask": bias}),
        "cross": (memory, {}),
        "cross_padding": (memory, {"key_padding_mask": across}),
    }
    for name, (source, masks) in cases.items():
        y, weights = layer(x, source, source, average_attn_weights=False, **masks)
        keep("heads." + name, {"weights": weights})
        gradients("heads." + name, y, state | {"x": x, "memory": memory})


def turn(x, heads, start, base, halves):
    """Rotary positions of (B, T, H · D), by complex numbers or by halves."""
    batch, time, width = x.shape
    x = x.view(batch, time, heads, width // heads)
    depth = x.shape[-1]
    frequency = base ** (-torch.arange(0, depth, 2, dtype=torch.float64) / depth)
    angle = torch.arange(start, start + time, dtype=torch.float64)[:, None] * frequency
    if halves:
        cos, sin = (torch.cat([f(angle)] * 2, -1)[:, None] for f in (torch.cos, torch.sin))
        a, b = x.chunk(2, -1)
        y = x * cos + torch.cat([-b, a], -1) * sin
    else:
        pairs = torch.view_as_complex(x.reshape(batch, time, heads, depth // 2, 2))
        y = torch.view_as_real(pairs * torch.polar(torch.ones_like(angle), angle)[:, None])
    return y.reshape(batch, time, width)


def rotary():
    x = draw(2, 5, 24)
    keep("rotary", {"x": x})
    for name, halves in (("adjacent", False), ("halves", True)):
        gradients("rotary." + name, turn(x, 3, 4, 500.0, halves), {"x": x})


def grouped():
    batch, time, width, heads, groups = 2, 6, 24, 6, 2
    depth = width // heads
    rows = depth * groups
    weights = {
        "q_proj.weight": draw(width, width),
        "k_proj.weight": draw(rows, width),
        "v_proj.weight": draw(rows, width),
        "out_proj.weight": draw(width, width),
    }
    x = draw(batch, time, width)
    weights = {name: (w * 0.3).float().double().detach().requires_grad_() for name, w in weights.items()}
    keep("grouped", weights | {"x": x})
    for name in ("none", "adjacent", "halves"):
        q, k, v = (F.linear(x, weights[p + "_proj.weight"]) for p in "qkv")
        if name != "none":
            q = turn(q, heads, 0, 10000.0, name == "halves")
            k = turn(k, groups, 0, 10000.0, name == "halves")
        q, k, v = (t.view(batch, time, -1, depth).transpose(1, 2) for t in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        y = F.linear(y.transpose(1, 2).reshape(batch, time, width), weights["out_proj.weight"])
        gradients("grouped." + name, y, weights | {"x": x})


def additive():
    batch, time, steps, state, features, energy = 3, 2, 6, 5, 4, 37
    attn = torch.nn.Linear(state + features, energy).double()
    v = torch.nn.Linear(energy, 1, bias=False).double()
    parameters = {"attn.weight": attn.weight, "attn.bias": attn.bias, "v.weight": v.weight}
    for parameter in parameters.values():
        parameter.data = torch.randn_like(parameter).float().double()
    states, outputs = draw(batch, time, state), draw(batch, steps, features)
    keep("additive", parameters | {"states": states, "outputs": outputs})
    lengths = torch.tensor([6, 4, 1])
    for name, padded in (("whole", False), ("padded", True)):
        both = torch.cat(
            [
                states[:, :, None].expand(-1, -1, steps, -1),
                outputs[:, None].expand(-1, time, -1, -1),
            ],
            -1,
        )
        scores = v(torch.tanh(attn(both))).squeeze(-1)
        if padded:
            scores = scores.masked_fill(torch.arange(steps) >= lengths[:, None, None], -math.inf)
        weights = scores.softmax(-1)
        keep("additive." + name, {"weights": weights})
        y = torch.cat([weights, weights @ outputs], -1)
        gradients("additive." + name, y, parameters | {"states": states, "outputs": outputs})


def sinusoidal():
    for width in (6, 7):
        position = torch.arange(40, dtype=torch.float64)[:, None]
        table = torch.zeros(40, width, dtype=torch.float64)
        rate = torch.exp(torch.arange(0, width, 2, dtype=torch.float64) * (-math.log(10000.0) / width))
        table[:, 0::2] = torch.sin(position * rate)
        table[:, 1::2] = torch.cos(position * rate[: width // 2])
        keep("sinusoidal", {str(width): table})


multi_head()
rotary()
grouped()
additive()
sinusoidal()
safetensors.torch.save_file(
    OUT,
    "attention_layers.safetensors",
    {
        "torch": torch.__version__,
        "safetensors": safetensors.__version__,
        "python": platform.python_version(),
    },
)
