"""Writes checkpoints of PyTorch in both of its forms, and the values that they hold.

    python checkpoints.py      (torch, numpy and safetensors; the versions are in expected.safetensors)

`refused_*` are files that must not be loaded: `refused_call.pth` would call os.system if a pickle were run.
"""

import collections
import os
import pickle
import platform
import zipfile

import numpy
import safetensors
import safetensors.torch
import torch

torch.manual_seed(4)
VERSIONS = {
    "torch": torch.__version__,
    "numpy": numpy.__version__,
    "safetensors": safetensors.__version__,
    "python": platform.python_version(),
}


def state():
    numbers = torch.randn(3, 4)
    shared = torch.arange(10, dtype=torch.float32)
    return collections.OrderedDict(
        [
            ("f64", torch.tensor([[1 / 3, -1e-310], [1e300, 0]], dtype=torch.float64)),
            ("f32", numbers),
            ("f16", numbers.half()),
            ("bf16", numbers.bfloat16()),
            ("i64", torch.tensor([-7, 2**40])),
            ("i32", torch.tensor([-7, 2**30], dtype=torch.int32)),
            ("u8", torch.tensor([[0, 1, 255]], dtype=torch.uint8)),
            ("bool", torch.tensor([[True], [False]])),
            ("scalar", torch.tensor(2.5)),
            ("count", torch.tensor(17)),
            ("empty", torch.zeros(0, 3)),
            ("transposed", numbers.t()),
            ("channels_last", torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last)),
            ("shared", shared),
            ("shared_part", shared[3:7]),
            ("shared_steps", shared[1::3]),
            ("repeated", shared[2:4].expand(3, 2)),
            ("parameter", torch.nn.Parameter(torch.tensor([1.0, -2.0]))),
        ]
    )


def nested():
    """What training scripts keep: a model of DataParallel, its optimiser, and more."""
    torch.manual_seed(5)
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    net(torch.randn(4, 3)).sum().backward()
    optimizer.step()
    parallel = torch.nn.DataParallel(net)
    checkpoint = {
        "epoch": 7,
        "arch": "tiny",
        "best_prec1": torch.tensor(0.5),
        "loss": [0.7, None, 1 << 70],
        "state_dict": parallel.state_dict(),
        "optimizer": optimizer.state_dict(),
        "accuracy": numpy.float64(0.5),
        "size": torch.Size([2, 3]),
        "type": torch.float32,
        "flags": {True: {"a"}, 1: b"bytes", (2, 3): "tuple"},
    }
    return checkpoint, net.state_dict()


class Call:
    def __reduce__(self):
        return os.system, ("touch refused_call_was_run",)


def deflated(name, to):
    with zipfile.ZipFile(name) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry.filename, source.read(entry))


def main():
    values = state()
    torch.save(values, "types.pth")
    torch.save(values, "types_legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(values, "types_protocol4.pth", pickle_protocol=4)
    deflated("types.pth", "types_deflated.pth")
    checkpoint, inner = nested()
    torch.save(checkpoint, "nested.pth")
    torch.save(checkpoint, "nested_legacy.pth", _use_new_zipfile_serialization=False)
    torch.save({"model": torch.nn.Linear(1, 1).state_dict(), "call": Call()}, "refused_call.pth")
    torch.save(Call(), "refused_call_legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(torch.nn.Linear(1, 1), "refused_model.pth")
    torch.save(torch.zeros(2), "refused_single.pth")
    torch.save({"short": torch.zeros(2, dtype=torch.short)}, "refused_short.pth")
    with open("refused_pickle.pth", "wb") as file:
        pickle.dump({"a": 1}, file, 2)
    torch.jit.script(torch.nn.Linear(1, 1)).save("refused_script.pth")
    expected = {"types." + name: value for name, value in values.items()}
    expected |= {"nested." + name: value for name, value in inner.items()}
    safetensors.torch.save_file(
        {name: value.detach().clone().contiguous() for name, value in expected.items()},
        "expected.safetensors",
        VERSIONS,
    )


if __name__ == "__main__":
    main()
