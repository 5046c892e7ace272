"""The peers' side of the rows of pictures: an inference of ResNet-18, MobileNet and the CIFAR ResNet-20.

Weights and pictures are the same bits as VisionWork.java makes, each tensor by its name in the state
dict; logits must agree. PyTorch runs each network in both layouts, as it is and frozen by TorchScript;
ONNX Runtime the file that PyTorch exports, with all its optimisations.
"""

import io
import math
import warnings

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def hashed(text):
    """The hash of a Java string."""
    h = 0
    for c in text:
        h = (31 * h + ord(c)) & 0xFFFFFFFF
    return h


def fill(net, numbers):
    """He's scale for weights of convolutions and of the last layer; norms and biases near 1 and 0."""
    for name, tensor in net.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        shape = tuple(tensor.shape)
        fan = math.prod(shape[1:])
        scale = math.sqrt(24 / fan) if len(shape) > 1 else 0.2
        centre = 1 if name.endswith("running_var") or (len(shape) == 1 and name.endswith("weight")) else 0
        tensor.copy_(torch.from_numpy(np.float32(centre) + numbers(shape, hashed(name), scale)))
    return net.eval()


class Block(nn.Module):
    """A basic block with torchvision's names; `option_a`: the shortcut of the CIFAR ResNets."""

    def __init__(self, inputs, outputs, stride, option_a):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.added = (outputs - inputs) // 2
        if not option_a and (stride > 1 or inputs != outputs):
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def shortcut(self, x):
        if hasattr(self, "downsample"):
            return self.downsample(x)
        if self.added:
            return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.added, self.added))
        return x

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


def stage(inputs, outputs, blocks, stride, option_a):
    first = Block(inputs, outputs, stride, option_a)
    return nn.Sequential(first, *(Block(outputs, outputs, 1, option_a) for _ in range(blocks - 1)))


class ResNet18(nn.Module):
    """torchvision's resnet18, name by name."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1 = stage(64, 64, 2, 1, False)
        self.layer2 = stage(64, 128, 2, 2, False)
        self.layer3 = stage(128, 256, 2, 2, False)
        self.layer4 = stage(256, 512, 2, 2, False)
        self.fc = nn.Linear(512, 1000)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


class CifarResNet20(nn.Module):
    """akamaster's resnet20, name by name."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = stage(16, 16, 3, 1, True)
        self.layer2 = stage(16, 32, 3, 2, True)
        self.layer3 = stage(32, 64, 3, 2, True)
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.linear(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


class Separable(nn.Module):
    """A filter for each channel, then one of 1 by 1; ReLU6 after both."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, 2 - stride, groups=inputs, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs, eps=1e-3)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs, eps=1e-3)
        self.added = stride - 1

    def forward(self, x):
        x = F.pad(x, (0, 1, 0, 1)) if self.added else x
        x = F.relu6(self.bn1(self.depthwise(x)))
        return F.relu6(self.bn2(self.pointwise(x)))


class MobileNet(nn.Module):
    """MobileNet v1 of width 0.25 as in Keras: at stride 2 the bottom and the right are padded."""

    OUTPUTS = (16, 32, 32, 64, 64, 128, 128, 128, 128, 128, 128, 256, 256)
    HALVED = (1, 3, 5, 11)

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(8, eps=1e-3)
        inputs = (8, *self.OUTPUTS)
        self.blocks = nn.Sequential(
            *(Separable(inputs[i], n, 2 if i in self.HALVED else 1) for i, n in enumerate(self.OUTPUTS))
        )
        self.fc = nn.Linear(256, 1000)

    def forward(self, x):
        x = F.relu6(self.bn1(self.conv1(F.pad(x, (0, 1, 0, 1)))))
        return self.fc(torch.flatten(F.adaptive_avg_pool2d(self.blocks(x), 1), 1))


NETWORKS = {"resnet18": (ResNet18, 224), "mobilenet": (MobileNet, 224), "cifar-resnet20": (CifarResNet20, 32)}


def onnx_session(net, x):
    """ONNX Runtime on the network as PyTorch exports it, with PyTorch's number of threads."""
    import onnxruntime

    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(net, (x,), file, input_names=["x"], output_names=["y"], dynamo=False)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.intra_op_num_threads = torch.get_num_threads()
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(file.getvalue(), options, providers=["CPUExecutionProvider"])


@torch.no_grad()
def row(kind, shape, rows):
    """`resnet18`, `mobilenet` or `cifar-resnet20`; the shape is the number of pictures."""
    make, side = NETWORKS[kind]
    pixels = torch.from_numpy(rows.numbers((shape[0], side, side, 3), 7, 4))
    x = pixels.permute(0, 3, 1, 2)  # channels last in memory, as ours
    layouts = {"": torch.contiguous_format, " channels last": torch.channels_last}
    names, variants = {}, {}
    for i, (label, layout) in enumerate(layouts.items()):
        net = fill(make(), rows.numbers).to(memory_format=layout)
        names[f"x{i}"] = x.contiguous(memory_format=layout)
        names[f"net{i}"] = net
        variants["PyTorch" + label] = f"net{i}(x{i})"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            traced = torch.jit.freeze(torch.jit.trace(net, names[f"x{i}"]))
            names[f"frozen{i}"] = traced
            variants["PyTorch frozen" + label] = f"frozen{i}(x{i})"
            if i == 0:
                # Chooses its own layout, oneDNN's.
                names["optimised"] = torch.jit.optimize_for_inference(traced)
                variants["PyTorch for inference"] = "optimised(x0)"
    names["session"] = onnx_session(names["net0"], names["x0"])
    names["a"] = names["x0"].numpy()
    variants["ONNX Runtime"] = 'session.run(None, {"x": a})'
    answer = names["net0"](names["x0"]).numpy()
    other = names["session"].run(None, {"x": names["a"]})[0]
    if not np.allclose(answer, other, rtol=1e-3, atol=1e-3 * np.abs(answer).max()):
        raise ValueError(f"{kind}: PyTorch and ONNX Runtime disagree")
    return rows.Row(names, variants, lambda: rows.checksum(answer))
