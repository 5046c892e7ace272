"""The peers' side of the rows that train on pictures: a step of the CIFAR ResNet-20, and of a small CNN.

Stochastic gradient descent with momentum on the mean cross-entropy. Weights and pictures are the same bits
as VisionTrainWork.java makes, each tensor by its name in the state dict; the answer is what three steps from
there give. PyTorch runs in both layouts.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import vision

STEPS = 3
RATE = 0.01


class Cnn(nn.Sequential):
    """Convolutions of 3 by 3 to 32 and 64 channels, the largest of 2 by 2, linear 128 and 10."""

    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 32, 3),
            nn.ReLU(),
            nn.Conv2d(32, 64, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(64 * 12 * 12, 128),
            nn.ReLU(),
            nn.Linear(128, 10),
        )

    def turn(self):
        """Takes the columns of the first linear layer from (H, W, C), as we flatten, to (C, H, W)."""
        weight = self[6].weight
        with torch.no_grad():
            weight.copy_(weight.reshape(128, 12, 12, 64).permute(0, 3, 1, 2).reshape(128, -1))


@torch.no_grad()
def network(kind, numbers):
    if kind == "cifar-resnet20-train":
        return vision.fill(vision.CifarResNet20(), numbers).train()
    net = vision.fill(Cnn(), numbers).train()
    net.turn()
    return net


def stepper(net, x, y):
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE, momentum=0.9)

    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def row(kind, shape, rows):
    """`cifar-resnet20-train` or `mnist-cnn-train`; the shape is the number of pictures."""
    size = (32, 32, 3) if kind.startswith("cifar") else (28, 28, 1)
    pixels = torch.from_numpy(rows.numbers((shape[0], *size), 7, 4)).permute(0, 3, 1, 2)
    y = torch.from_numpy((rows.bits(shape[0], 8) % 10).astype(np.int64))
    layouts = {"": torch.contiguous_format, " channels last": torch.channels_last}
    names, variants = {}, {}
    for i, (label, layout) in enumerate(layouts.items()):
        net = network(kind, rows.numbers).to(memory_format=layout)
        names[f"step{i}"] = stepper(net, pixels.contiguous(memory_format=layout), y)
        variants["PyTorch" + label] = f"step{i}()"

    def trained():
        net = network(kind, rows.numbers)
        step = stepper(net, pixels.contiguous(), y)
        losses = sum(float(step().detach()) for _ in range(STEPS))
        return losses + rows.checksum(list(net.parameters())[-1].detach().numpy())

    return rows.Row(names, variants, trained, inference=False)
