"""Writes pictures.txt: convolution, pooling and normalisation of pictures and their gradients by PyTorch, in
float64 from float32 inputs.

python pictures.py > pictures.txt

Pictures are (B, H, W, C) here and are turned to PyTorch's (B, C, H, W); asymmetric padding is F.pad's.
Arguments: of a convolution strides, dilations, padding (above, below, left, right) and groups; of pools the
size before them and no groups.
"""

import torch
import torch.nn.functional as F

torch.manual_seed(5)


def write(name, values):
    if isinstance(values, torch.Tensor):
        values = values.detach().reshape(-1).tolist()
    print(name, *[v if isinstance(v, int) else f"{v:.9g}" for v in values])


def padded(x, a, value=0.0):
    return F.pad(x.permute(0, 3, 1, 2), (a[2], a[3], a[0], a[1]), value=value)


def convolution(x, a):
    bias = x[2] if len(x) == 3 else None
    y = F.conv2d(padded(x[0], a[4:8]), x[1], bias, stride=a[0:2], dilation=a[2:4], groups=a[8])
    return y.permute(0, 2, 3, 1)


def max_pool(x, a):
    low = padded(x[0], a[6:10], float("-inf"))
    return F.max_pool2d(low, a[0:2], a[2:4], dilation=a[4:6]).permute(0, 2, 3, 1)


def average_pool(x, a):
    if a[6] == a[7] and a[8] == a[9]:
        y = F.avg_pool2d(x[0].permute(0, 3, 1, 2), a[0:2], a[2:4], padding=(a[6], a[8]))
    else:
        y = F.avg_pool2d(padded(x[0], a[6:10]), a[0:2], a[2:4])
    return y.permute(0, 2, 3, 1)


def norm(x):
    y = F.batch_norm(x[0].permute(0, 3, 1, 2), None, None, x[1], x[2], True, 0.1, 1e-5)
    return y.permute(0, 2, 3, 1)


OPERATIONS = {
    "convolution": convolution,
    "maxPool": max_pool,
    "averagePool": average_pool,
    "relu6": lambda x, a: F.relu6(x[0]),
    "norm": lambda x, a: norm(x),
    "normRelu": lambda x, a: F.relu(norm(x) + (x[3] if len(x) == 4 else 0)),
}


def case(name, shapes, arguments=(), scale=1):
    inputs = [torch.randn(s) * scale for s in shapes]
    if name == "convolution":
        # As in networks: results near 1, whose rounding errors do not grow with the number of taps.
        inputs[1] /= inputs[1][0].numel() ** 0.5
    inputs = [x.double().requires_grad_() for x in inputs]
    y = OPERATIONS[name](inputs, list(arguments))
    dy = torch.randn(y.shape, dtype=torch.float32).double()
    (y * dy).sum().backward()
    print("op", name)
    write("arguments", list(arguments))
    for i, x in enumerate(inputs):
        write(f"shape{i}", list(x.shape))
        write(f"x{i}", x)
        write(f"dx{i}", x.grad)
    write("shape", list(y.shape))
    write("y", y)
    write("dy", dy)
    print()


def filters(batch, size, channels, outputs, kernel, strides=(1, 1), dilations=(1, 1), padding=(0, 0, 0, 0), groups=1,
            bias=False):
    shapes = [(batch, *size, channels), (outputs, channels // groups, *kernel)] + [(outputs,)] * bias
    case("convolution", shapes, (*strides, *dilations, *padding, groups))


print(f"# PyTorch {torch.__version__}, float64; written by pictures.py")
filters(2, (4, 5), 3, 2, (1, 1), bias=True)
filters(1, (6, 5), 2, 3, (3, 3), padding=(1, 1, 1, 1), bias=True)
filters(1, (4, 6), 3, 17, (3, 3), padding=(1, 1, 1, 1))
filters(1, (3, 9), 16, 9, (3, 3), padding=(1, 1, 1, 1))
filters(1, (2, 9), 2, 33, (2, 3), padding=(0, 1, 1, 1))
filters(1, (7, 8), 4, 5, (3, 3), strides=(2, 2), padding=(1, 1, 1, 1), bias=True)
filters(1, (7, 6), 4, 18, (1, 1), strides=(2, 2))
filters(1, (9, 8), 3, 4, (7, 7), strides=(2, 2), padding=(3, 3, 3, 3))
filters(1, (6, 7), 3, 16, (5, 3), strides=(1, 3), padding=(2, 0, 1, 2), bias=True)
filters(1, (7, 8), 2, 20, (3, 3), dilations=(2, 3), padding=(2, 2, 3, 3))
filters(1, (9, 9), 3, 16, (3, 2), strides=(2, 3), dilations=(2, 3), padding=(0, 3, 1, 0))
filters(1, (6, 5), 6, 9, (3, 3), padding=(1, 1, 1, 1), groups=3, bias=True)
filters(1, (5, 4), 4, 34, (3, 3), strides=(2, 1), padding=(0, 1, 0, 1), groups=2)
filters(1, (5, 6), 17, 17, (3, 3), padding=(1, 1, 1, 1), groups=17, bias=True)
filters(1, (7, 6), 5, 5, (3, 3), strides=(2, 2), padding=(0, 1, 0, 1), groups=5)
filters(1, (4, 5), 3, 6, (3, 3), padding=(1, 1, 1, 1), groups=3)
filters(1, (3, 3), 2, 16, (2, 2), padding=(3, 0, 0, 4))
case("maxPool", [(2, 6, 5, 3)], (2, 2, 2, 2, 1, 1, 0, 0, 0, 0))
case("maxPool", [(1, 7, 8, 4)], (3, 3, 2, 2, 1, 1, 1, 1, 1, 1))
case("maxPool", [(1, 8, 7, 2)], (2, 3, 1, 2, 3, 1, 0, 1, 1, 0))
case("maxPool", [(1, 4, 5, 19)], (3, 2, 1, 1, 1, 2, 1, 0, 0, 1))
case("averagePool", [(2, 6, 5, 3)], (2, 2, 2, 2, 1, 1, 0, 0, 0, 0))
case("averagePool", [(1, 7, 6, 4)], (3, 3, 2, 1, 1, 1, 1, 1, 1, 1))
case("averagePool", [(1, 4, 5, 18)], (2, 3, 1, 2, 1, 1, 0, 1, 1, 0))
case("averagePool", [(1, 5, 4, 17)], (1, 1, 2, 2, 1, 1, 0, 0, 0, 0))
case("relu6", [(3, 5, 4)], scale=5)
case("relu6", [(7, 19)], scale=5)
case("norm", [(2, 3, 2, 3), (3,), (3,)])
case("norm", [(2, 3, 3, 18), (18,), (18,)])
case("normRelu", [(2, 3, 4, 5), (5,), (5,)])
case("normRelu", [(2, 2, 3, 17), (17,), (17,), (2, 2, 3, 17)])
