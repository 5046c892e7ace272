"""Writes pictures whose colours torchvision changed.

    python make.py

`colours.txt`: lines of `name factor samples...`; the first has the picture, (3, 5, 3) row-major, channels last,
and `grey` the one of a single channel, (3, 5, 1). `#` begins a comment.
"""

import pathlib

import numpy
import torch
import torchvision
from torchvision.transforms.v2 import functional

HEIGHT, WIDTH = 3, 5


def tensor(picture):
    return torch.from_numpy(picture).permute(2, 0, 1).contiguous()


def samples(changed):
    return " ".join(str(v) for v in changed.permute(1, 2, 0).flatten().tolist())


def main():
    random = numpy.random.default_rng(3)
    colour = random.integers(0, 256, size=(HEIGHT, WIDTH, 3), dtype=numpy.uint8)
    grey = random.integers(0, 256, size=(HEIGHT, WIDTH, 1), dtype=numpy.uint8)
    lines = [
        f"# torch {torch.__version__}, torchvision {torchvision.__version__}",
        f"colour 1 {samples(tensor(colour))}",
        f"grey 1 {samples(tensor(grey))}",
    ]
    for factor in (0.0, 0.25, 0.6180339, 1.0, 1.37, 2.0):
        for name in ("brightness", "contrast", "saturation"):
            change = getattr(functional, f"adjust_{name}")
            lines.append(f"{name} {factor} {samples(change(tensor(colour), factor))}")
            if name != "saturation":
                lines.append(f"grey-{name} {factor} {samples(change(tensor(grey), factor))}")
    file = pathlib.Path(__file__).parent / "colours.txt"
    file.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
