"""The peers' side of heads over large vocabularies: linear layer and cross-entropy, with gradients.

Run alone, this file measures the memory that PyTorch takes beyond inputs and gradients:

    python bench/peers/heads.py 1024 768 50257
"""

import resource
import sys

import numpy as np
import torch
import torch.nn.functional as F


def inputs(n, d, v, rows):
    hidden = torch.from_numpy(rows.numbers((n, d), 1, 2)).requires_grad_()
    weight = torch.from_numpy(rows.numbers((v, d), 2, 0.2)).requires_grad_()
    targets = torch.from_numpy((rows.bits(n, 3) % v).astype(np.int64))
    return hidden, weight, targets


def plain(hidden, weight, targets):
    return F.cross_entropy(F.linear(hidden, weight), targets)


def chunked(hidden, weight, targets):
    return F.linear_cross_entropy(hidden, weight, targets, options=torch.nn.LinearCrossEntropyOptions())


def forms():
    found = {"PyTorch": plain}
    if hasattr(F, "linear_cross_entropy"):
        found["PyTorch linear_cross_entropy"] = chunked
    return found


def stepper(form, hidden, weight, targets):
    def step():
        hidden.grad = weight.grad = None
        form(hidden, weight, targets).backward()

    return step


def row(n, d, v, rows):
    hidden, weight, targets = inputs(n, d, v, rows)

    def answer():
        loss = plain(hidden, weight, targets)
        dh, dw = torch.autograd.grad(loss, (hidden, weight))
        return float(loss.detach()) + rows.checksum(dh.numpy()) + rows.checksum(dw.numpy())

    names = {f"step{i}": stepper(form, hidden, weight, targets) for i, form in enumerate(forms().values())}
    variants = {label: f"step{i}()" for i, label in enumerate(forms())}
    return rows.Row(names, variants, answer, inference=False)


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def extra_memory(name, n, d, v):
    """Bytes by which the most that was resident in a step exceeds what is when inputs and gradients are there."""
    import rows

    hidden, weight, targets = inputs(n, d, v, rows)
    small = stepper(forms()[name], *inputs(8, 8, 16, rows))
    small()  # what libraries allocate once
    # The counter of the most resident memory starts anew.
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    stepper(forms()[name], hidden, weight, targets)()
    with open("/proc/self/status") as file:
        most = next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))
    return most - resident()


def main():
    import subprocess

    if len(sys.argv) == 5:
        shape = [int(word) for word in sys.argv[2:]]
        print(f"{sys.argv[1]}: {extra_memory(sys.argv[1], *shape) / 1e6:.1f} MB beyond inputs and gradients")
        return
    for name in forms():  # a process each: freed memory is not always given back
        subprocess.run([sys.executable, __file__, name, *sys.argv[1:]], check=True)


if __name__ == "__main__":
    main()
