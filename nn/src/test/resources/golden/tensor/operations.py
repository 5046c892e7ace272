"""Writes operations.txt: tensor operations and their gradients by PyTorch, in float64 from float32 inputs.

python operations.py > operations.txt
"""

import torch
import torch.nn.functional as F

torch.manual_seed(3)
INDEX = {
    "gather": (lambda t, i, a: F.embedding(i, t, padding_idx=a[0] if a[0] >= 0 else None)),
    "bagsSum": (lambda t, i, a: bags(t, i, a, "sum")),
    "bagsMean": (lambda t, i, a: bags(t, i, a, "mean")),
    "crossEntropy": (lambda x, i, a: F.cross_entropy(x.reshape(-1, x.shape[-1]), i.reshape(-1))),
    "logLikelihood": (lambda x, i, a: F.nll_loss(x.reshape(-1, x.shape[-1]), i.reshape(-1))),
}
PLAIN = {
    "plus": lambda x, a: x[0] + x[1],
    "minus": lambda x, a: x[0] - x[1],
    "times": lambda x, a: x[0] * x[1],
    "dividedBy": lambda x, a: x[0] / x[1],
    "negate": lambda x, a: -x[0],
    "exp": lambda x, a: x[0].exp(),
    "log": lambda x, a: x[0].log(),
    "sqrt": lambda x, a: x[0].sqrt(),
    "square": lambda x, a: x[0].square(),
    "relu": lambda x, a: F.relu(x[0]),
    "gelu": lambda x, a: F.gelu(x[0]),
    "geluTanh": lambda x, a: F.gelu(x[0], approximate="tanh"),
    "silu": lambda x, a: F.silu(x[0]),
    "tanh": lambda x, a: x[0].tanh(),
    "sigmoid": lambda x, a: x[0].sigmoid(),
    "sum": lambda x, a: x[0].sum(a) if a else x[0].sum(),
    "sumKeeping": lambda x, a: x[0].sum(a, keepdim=True),
    "mean": lambda x, a: x[0].mean(a) if a else x[0].mean(),
    "meanKeeping": lambda x, a: x[0].mean(a, keepdim=True),
    "transpose": lambda x, a: x[0].transpose(*a),
    "slice": lambda x, a: x[0].narrow(a[0], a[1], a[2] - a[1]),
    "concatenate": lambda x, a: torch.cat(x, a[0]),
    "softmax": lambda x, a: x[0].softmax(a[0]),
    "logSoftmax": lambda x, a: x[0].log_softmax(a[0]),
    "logSumExp": lambda x, a: x[0].logsumexp(a[0]),
    "linear": lambda x, a: F.linear(*x),
    "matmul": lambda x, a: x[0] @ x[1],
    "matmulTransposed": lambda x, a: x[0] @ x[1].transpose(-1, -2),
    "layerNorm": lambda x, a: F.layer_norm(x[0], x[1].shape, x[1], x[2], 1e-5),
    "batchNorm": lambda x, a: F.batch_norm(x[0], None, None, x[1], x[2], True, 0.1, 1e-5),
    "crossEntropyOfProbabilities": lambda x, a: F.cross_entropy(
        x[0].reshape(-1, x[0].shape[-1]), x[1].softmax(-1).reshape(-1, x[0].shape[-1])
    ),
}


def bags(table, index, arguments, mode):
    padding = arguments[0] if arguments[0] >= 0 else None
    offsets = torch.tensor(arguments[1:-1])
    return F.embedding_bag(index, table, offsets, mode=mode, padding_idx=padding)


def write(name, values):
    if isinstance(values, torch.Tensor):
        values = values.detach().reshape(-1).tolist()
    print(name, *[v if isinstance(v, int) else f"{v:.9g}" for v in values])


def case(op, shapes, arguments=(), index=None, high=0):
    inputs = [torch.randn(s, dtype=torch.float32).double() for s in shapes]
    if op in ("log", "sqrt"):
        inputs = [x.abs() + 0.25 for x in inputs]
    if op == "dividedBy":
        inputs[1] = inputs[1].sign() * (inputs[1].abs() + 0.5)
    inputs = [x.float().double().requires_grad_() for x in inputs]
    arguments = list(arguments)
    if index is None:
        y = PLAIN[op](inputs, arguments)
    else:
        ids = torch.tensor(index)
        y = INDEX[op](inputs[0], ids, arguments)
    dy = torch.randn(y.shape, dtype=torch.float32).double()
    (y * dy).sum().backward()
    print("op", op)
    write("arguments", arguments)
    if index is not None:
        write("indexShape", list(ids.shape))
        write("index", ids.reshape(-1).tolist())
    for i, x in enumerate(inputs):
        write(f"shape{i}", list(x.shape))
        write(f"x{i}", x)
        write(f"dx{i}", x.grad)
    write("shape", list(y.shape))
    write("y", y)
    write("dy", dy)
    print()


print(f"# PyTorch {torch.__version__}, float64; written by operations.py")
for op in ("plus", "minus", "times", "dividedBy"):
    for pair in (
        [(3, 5), (3, 5)],
        [(4, 17), (17,)],
        [(3,), (2, 3)],
        [(2, 3, 4), (2, 1, 4)],
        [(3, 1), (1, 5)],
        [(1,), (2, 2)],
        [(), (5,)],
        [(19,), ()],
        [(2, 1, 3), (4, 1)],
        [(3, 2, 1, 2), (2, 3, 1)],
    ):
        case(op, pair)
for op in "negate exp log sqrt square relu gelu geluTanh silu tanh sigmoid".split():
    for shape in ((1,), (3, 19), (2, 1, 3)):
        case(op, [shape])
for op in ("sum", "mean"):
    for axes in ([], [0], [1], [-1], [0, 2], [1, 2], [2, 0, 1]):
        case(op, [(3, 4, 5)], axes)
    for axes in ([0], [1], [0, 1]):
        case(op, [(1, 7)], axes)
        case(op + "Keeping", [(4, 3)], axes)
    case(op, [(33, 3)], [0])
    case(op + "Keeping", [(2, 3, 2)], [0, 2])
for shape, axes in (((3, 4), (0, 1)), ((2, 3, 2, 3), (1, -1)), ((2, 3, 4), (0, 2)), ((2, 3, 2), (1, 0))):
    case("transpose", [shape], axes)
case("slice", [(5, 3)], [0, 1, 4])
case("slice", [(2, 5, 3)], [1, 2, 3])
case("slice", [(3, 17)], [-1, 0, 17])
case("concatenate", [(2, 3), (2, 1), (2, 4)], [1])
case("concatenate", [(1, 3), (4, 3)], [0])
case("concatenate", [(2, 2, 3), (2, 1, 3)], [-2])
for op in ("softmax", "logSoftmax", "logSumExp"):
    for shape, axis in (((3, 5), 1), ((3, 5), 0), ((2, 17, 3), 1), ((1, 1), 1), ((2, 33), -1)):
        case(op, [shape], [axis])
case("linear", [(1, 3), (4, 3), (4,)])
case("linear", [(2, 3, 5), (7, 5), (7,)])
case("linear", [(17, 1), (2, 1)])
case("matmul", [(3, 5), (5, 2)])
case("matmul", [(2, 3, 4), (2, 4, 5)])
case("matmul", [(2, 3, 4), (4, 1)])
case("matmulTransposed", [(2, 3, 4), (2, 5, 4)])
case("matmulTransposed", [(1, 4), (2, 3, 4)])
for op, shapes in (
    ("layerNorm", [(3, 5), (2, 2, 17), (1, 2)]),
    ("batchNorm", [(3, 5), (4, 3, 2), (17, 1)]),
):
    for shape in shapes:
        width = shape[-1] if op == "layerNorm" else shape[1]
        case(op, [shape, (width,), (width,)])
case("gather", [(5, 3)], [-1], [1, 4, 1])
case("gather", [(5, 17)], [2], [[1, 2], [2, 0], [0, 0]])
for op in ("bagsSum", "bagsMean"):
    case(op, [(6, 3)], [-1, 0, 2, 2, 5], [0, 5, 3, 3, 1])
    case(op, [(6, 19)], [3, 0, 2, 4, 5], [0, 3, 3, 3, 1])
case("crossEntropy", [(4, 3)], [], [0, 2, -100, 1])
case("crossEntropy", [(2, 3, 5)], [], [[0, 4, 1], [3, 3, 2]])
case("crossEntropy", [(17,)], [], 4)
case("logLikelihood", [(4, 3)], [], [0, 2, -100, 1])
case("logLikelihood", [(2, 2, 3)], [], [[0, 2], [1, 1]])
case("crossEntropyOfProbabilities", [(3, 4), (3, 4)])
case("crossEntropyOfProbabilities", [(2, 2, 5), (2, 2, 5)])
