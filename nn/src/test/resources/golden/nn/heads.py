"""Writes heads.safetensors: losses and gradients of heads over large vocabularies.

    python heads.py      (torch, safetensors and numpy; the versions are in the file's metadata)

Adaptive softmax and linear cross-entropy are PyTorch's. Sampled softmax follows TensorFlow's definition
(tf.nn.sampled_softmax_loss with remove_accidental_hits, and the counts that its log-uniform candidate
sampler expects of a draw without repetitions), hierarchical softmax fastText's tree and loss: both are
written down here, in float64.
"""

import math
import platform

import numpy
import safetensors
import safetensors.torch
import torch
import torch.nn.functional as F

torch.manual_seed(41)
torch.set_num_threads(1)
VERSIONS = {
    "torch": torch.__version__,
    "safetensors": safetensors.__version__,
    "numpy": numpy.__version__,
    "python": platform.python_version(),
}
OUT = {}


def put(prefix, **tensors):
    for name, value in tensors.items():
        value = torch.as_tensor(value).detach().clone().contiguous()
        OUT[prefix + "." + name] = value.float() if value.is_floating_point() else value


def leaf(*shape, scale=1.0):
    return (torch.randn(*shape) * scale).double().requires_grad_()


def single(tensor):
    """The same numbers as float32 has, in float64."""
    return tensor.detach().float().double().requires_grad_()


def linear():
    h, w, b = single(leaf(9, 5)), single(leaf(13, 5)), single(leaf(13))
    targets = torch.randint(0, 13, (9,))
    targets[2] = -100
    weights = torch.rand(13).float().double()
    put("linear", hidden=h, weight=w, bias=b, targets=targets, classWeights=weights)
    for name, options in {
        "mean": {},
        "sum": {"reduction": "sum", "weight": weights},
        "smooth": {"label_smoothing": 0.15, "weight": weights},
    }.items():
        loss = F.cross_entropy(F.linear(h, w, b), targets, **options)
        dh, dw, db = torch.autograd.grad(loss, (h, w, b))
        put("linear." + name, loss=loss, hidden=dh, weight=dw, bias=db)


def adaptive(name, cutoffs, divisor, bias):
    torch.manual_seed(7)
    layer = torch.nn.AdaptiveLogSoftmaxWithLoss(12, 30, cutoffs, div_value=divisor, head_bias=bias).double()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_((parameter * 3).float().double())
    x = single(leaf(11, 12))
    targets = torch.tensor([0, 3, 4, 5, 9, 10, 14, 29, 28, 1, 2])
    output, loss = layer(x, targets)
    loss.backward()
    put(
        "adaptive." + name,
        hidden=x,
        targets=targets,
        loss=loss,
        output=output,
        logProbabilities=layer.log_prob(x),
        predicted=layer.predict(x),
        hiddenGradient=x.grad,
    )
    for key, parameter in layer.named_parameters():
        put("adaptive." + name + ".state", **{key: parameter})
        put("adaptive." + name + ".gradient", **{key: parameter.grad})


def log_uniform(k, classes):
    return math.log((k + 2) / (k + 1)) / math.log(classes + 1)


def sampled():
    classes, width = 40, 6
    h, w, b = single(leaf(5, width)), single(leaf(classes, width)), single(leaf(classes))
    targets = torch.tensor([0, 7, 3, 39, 7])
    samples = torch.tensor([1, 7, 0, 12, 5, 25, 3])
    tries = 11
    counts = torch.tensor(
        [-math.expm1(tries * math.log1p(-log_uniform(k, classes))) for k in range(classes)], dtype=torch.float64
    )
    true_logits = (h * w[targets]).sum(1) + b[targets] - counts[targets].log()
    sampled_logits = h @ w[samples].T + b[samples] - counts[samples].log()
    hits = targets[:, None] == samples[None, :]
    sampled_logits = sampled_logits.masked_fill(hits, -math.inf)
    logits = torch.cat([true_logits[:, None], sampled_logits], 1)
    loss = F.cross_entropy(logits, torch.zeros(5, dtype=torch.int64))
    dh, dw, db = torch.autograd.grad(loss, (h, w, b))
    put(
        "sampled",
        hidden=h, weight=w, bias=b, targets=targets, samples=samples, tries=tries, counts=counts,
        probabilities=torch.tensor([log_uniform(k, classes) for k in range(classes)]),
        loss=loss, hiddenGradient=dh, weightGradient=dw, biasGradient=db,
    )  # fmt: skip


def huffman(counts):
    """fastText's Model::buildTree; counts descend. Paths and codes of each leaf, from the leaf up."""
    n = len(counts)
    count = list(counts) + [10**15] * (n - 1)
    parent, binary = [-1] * (2 * n - 1), [False] * (2 * n - 1)
    leaf_at, node_at = n - 1, n
    for i in range(n, 2 * n - 1):
        least = []
        for _ in range(2):
            if leaf_at >= 0 and count[leaf_at] < count[node_at]:
                least.append(leaf_at)
                leaf_at -= 1
            else:
                least.append(node_at)
                node_at += 1
        count[i] = count[least[0]] + count[least[1]]
        parent[least[0]] = parent[least[1]] = i
        binary[least[1]] = True
    paths = []
    for i in range(n):
        path, j = [], i
        while parent[j] != -1:
            path.append((parent[j] - n, binary[j]))
            j = parent[j]
        paths.append(path)
    return paths


def hierarchical():
    counts = [50, 31, 30, 12, 9, 9, 4, 3, 1]
    n, width = len(counts), 5
    paths = huffman(counts)
    h, w = single(leaf(6, width)), single(leaf(n - 1, width))
    targets = torch.tensor([0, 8, 3, 3, 5, 1])

    def log_probability(row, k):
        return sum(F.logsigmoid((w[node] @ h[row]) * (1 if code else -1)) for node, code in paths[k])

    loss = -sum(log_probability(i, int(t)) for i, t in enumerate(targets)) / len(targets)
    dh, dw = torch.autograd.grad(loss, (h, w))
    put(
        "hierarchical",
        counts=torch.tensor(counts), hidden=h, weight=w, targets=targets, loss=loss,
        hiddenGradient=dh, weightGradient=dw,
        lengths=torch.tensor([len(path) for path in paths]),
        logProbabilities=torch.tensor([[float(log_probability(i, k)) for k in range(n)] for i in range(6)]),
    )  # fmt: skip


linear()
adaptive("plain", [4, 10], 2.0, False)
adaptive("biased", [3, 9, 20], 1.5, True)
sampled()
hierarchical()
safetensors.torch.save_file(OUT, "heads.safetensors", VERSIONS)
