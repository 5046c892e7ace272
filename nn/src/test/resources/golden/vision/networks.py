"""Writes what networks for pictures answer, with weights that both sides compute by a formula.

    python networks.py      (torch, torchvision, numpy and safetensors; the versions are in the file's metadata)

So that no weights need be kept, number i of the tensor called NAME is drawn from a hash of NAME and i; see
`uniform` and `fill`, and HashedValues.java for the same in Java.
"""

import platform
import zlib

import numpy
import safetensors
import safetensors.torch
import torch
from torch import nn
from torch.nn import functional

# torchvision wants its compiled operators declared, even where none of them is called.
library = torch.library.Library("torchvision", "DEF")
for name in "nms", "qnms":
    library.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
import torchvision  # noqa: E402

torch.set_num_threads(1)
VERSIONS = {
    "torch": torch.__version__,
    "torchvision": torchvision.__version__,
    "safetensors": safetensors.__version__,
    "numpy": numpy.__version__,
    "python": platform.python_version(),
}
CLASSES = 10


def uniform(name, size):
    """Numbers from -1 (with) to 1 (without), multiples of 2^-23: the finaliser of MurmurHash3."""
    with numpy.errstate(over="ignore"):
        h = numpy.arange(size, dtype=numpy.uint32) * numpy.uint32(0x9E3779B9)
        h += numpy.uint32(zlib.crc32(name.encode()))
        h ^= h >> numpy.uint32(16)
        h *= numpy.uint32(0x85EBCA6B)
        h ^= h >> numpy.uint32(13)
        h *= numpy.uint32(0xC2B2AE35)
        h ^= h >> numpy.uint32(16)
    return (h >> numpy.uint32(8)) / 2.0**23 - 1


def fill(name, tensor):
    """He's deviation for weights; scales, shifts and moments of norms near those of a trained network."""
    if tensor.dtype == torch.int64:
        return
    numbers = uniform(name, tensor.numel())
    if tensor.dim() > 1:
        numbers *= (6.0 / (tensor.numel() // tensor.shape[0])) ** 0.5
    elif name.endswith("running_var"):
        numbers = 1 + 0.3 * numbers
    elif name.endswith("weight"):
        numbers = 0.7 + 0.2 * numbers
    else:
        numbers *= 0.1
    with torch.no_grad():
        tensor.copy_(torch.from_numpy(numbers.astype(numpy.float32)).reshape(tensor.shape))


def filled(net):
    for name, tensor in net.state_dict().items():
        fill(name, tensor)
    return net.eval()


def pictures(count, channels, size):
    """(B, C, H, W); the numbers lie as in (B, H, W, C)."""
    numbers = uniform("pictures", count * size * size * channels).astype(numpy.float32)
    return torch.from_numpy(numbers).reshape(count, size, size, channels).permute(0, 3, 1, 2).contiguous()


def normed(inputs, outputs, size, stride=1, **options):
    return nn.Conv2d(inputs, outputs, size, stride, bias=False, **options), nn.BatchNorm2d(outputs)


class Block(nn.Module):
    """Two convolutions of 3x3 and the shortcut of option A."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = normed(inputs, outputs, 3, stride, padding=1)
        self.conv2, self.bn2 = normed(outputs, outputs, 3, padding=1)
        self.stride, self.more = stride, outputs - inputs

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        if self.more:
            x = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.more // 2, self.more // 2))
        return functional.relu(y + x)


class CifarResNet(nn.Module):
    def __init__(self, blocks, channels):
        super().__init__()
        self.conv1, self.bn1 = normed(channels, 16, 3, padding=1)
        stages = []
        for inputs, outputs, stride in (16, 16, 1), (16, 32, 2), (32, 64, 2):
            first = Block(inputs, outputs, stride)
            stages.append(nn.Sequential(first, *(Block(outputs, outputs, 1) for _ in range(blocks - 1))))
        self.layer1, self.layer2, self.layer3 = stages
        self.linear = nn.Linear(64, CLASSES)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        return self.linear(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


class Separable(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.depthwise, self.bn1 = normed(inputs, inputs, 3, stride, groups=inputs)
        self.pointwise, self.bn2 = normed(inputs, outputs, 1)
        self.stride = stride

    def forward(self, x):
        x = functional.relu6(self.bn1(self.depthwise(padded(x, self.stride))))
        return functional.relu6(self.bn2(self.pointwise(x)))


def padded(x, stride):
    return functional.pad(x, (1, 1, 1, 1) if stride == 1 else (0, 1, 0, 1))


class MobileNet(nn.Module):
    """Howard et al. (2017), table 1, padded as Keras does."""

    def __init__(self, width):
        super().__init__()
        widths = [int(width * c) for c in (32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024)]
        self.conv1, self.bn1 = normed(3, widths[0], 3, 2)
        self.blocks = nn.Sequential(
            *(Separable(widths[i], widths[i + 1], 2 if i in (1, 3, 5, 11) else 1) for i in range(13))
        )
        self.fc = nn.Linear(widths[-1], CLASSES)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eps = 0.001

    def forward(self, x):
        x = functional.relu6(self.bn1(self.conv1(padded(x, 2))))
        return self.fc(self.blocks(x).mean((2, 3)))


class SmallBlock(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv, self.bn = normed(inputs, outputs, 3, padding=1)

    def forward(self, x):
        return functional.max_pool2d(functional.relu(self.bn(self.conv(x))), 2)


class SmallCnn(nn.Module):
    def __init__(self, width, channels):
        super().__init__()
        self.blocks = nn.Sequential(
            SmallBlock(channels, width), SmallBlock(width, 2 * width), SmallBlock(2 * width, 4 * width)
        )
        self.fc = nn.Linear(4 * width, CLASSES)

    def forward(self, x):
        return self.fc(self.blocks(x).mean((2, 3)))


def answers():
    models = torchvision.models
    cases = {
        "resnet18": (models.resnet18(num_classes=CLASSES), pictures(2, 3, 64)),
        "resnet34": (models.resnet34(num_classes=CLASSES), pictures(1, 3, 64)),
        "resnet50": (models.resnet50(num_classes=CLASSES), pictures(1, 3, 64)),
        "cifar20": (CifarResNet(3, 3), pictures(2, 3, 32)),
        "cifar32_grey": (CifarResNet(5, 1), pictures(1, 1, 29)),
        "mobilenet": (MobileNet(0.25), pictures(2, 3, 96)),
        "mobilenet_odd": (MobileNet(0.35), pictures(1, 3, 75)),
        "small": (SmallCnn(8, 1), pictures(3, 1, 28)),
    }
    with torch.no_grad():
        return {name: filled(net)(x) for name, (net, x) in cases.items()}


def step():
    """One step of SGD with CifarResNet-20: loss, and of every tensor what tells two of them apart."""
    net = filled(CifarResNet(3, 3)).train()
    x = pictures(4, 3, 32)
    loss = functional.cross_entropy(net(x), torch.tensor([3, 1, 4, 9]))
    loss.backward()
    digests = {"step.loss": loss}
    for name, parameter in net.named_parameters():
        gradient = parameter.grad.double().reshape(-1)
        weights = torch.from_numpy(uniform("digest." + name, gradient.numel()))
        digests["step.gradient." + name] = torch.stack([gradient.norm(), gradient @ weights])
    for name, buffer in net.named_buffers():
        if not name.endswith("num_batches_tracked"):
            weights = torch.from_numpy(uniform("digest." + name, buffer.numel()))
            digests["step.buffer." + name] = torch.stack([buffer.double().norm(), buffer.double() @ weights])
    return digests


def main():
    tensors = answers() | step()
    for name, value in tensors.items():
        if not name.startswith("step."):
            print(name, value.flatten()[:4].tolist())
    safetensors.torch.save_file(
        {name: value.detach().clone().contiguous() for name, value in tensors.items()}, "networks.safetensors", VERSIONS
    )


if __name__ == "__main__":
    main()
