"""What `softmax train mnist --hidden 256,128 --dropout 0.2` does, in PyTorch: reads the IDX files,
standardises, holds a tenth out, trains 717-256-128-10 with AdamW for 20 epochs of batches of 64, keeps the
epoch with the lowest validation loss, and measures it on the test set; then says accuracy and seconds.
Run with the folder of the files: mnist_network.py DIR [THREADS].
"""

import gzip
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

EPOCHS, BATCH, RATE, DECAY = 20, 64, 1e-3, 0.01


def idx(path, skip):
    return np.frombuffer(gzip.open(path).read(), np.uint8, offset=skip)


def read(folder, part):
    x = idx(folder / f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 784).astype(np.float32)
    return x, torch.from_numpy(idx(folder / f"{part}-labels-idx1-ubyte.gz", 8).astype(np.int64))


@torch.inference_mode()
def measure(net, x, y):
    net.eval()
    logits = torch.cat([net(part) for part in x.split(256)])
    net.train()
    return float(F.cross_entropy(logits, y)), float((logits.argmax(1) == y).float().mean())


def main():
    start = time.perf_counter()
    folder = Path(sys.argv[1])
    if len(sys.argv) > 2:
        torch.set_num_threads(int(sys.argv[2]))
    torch.manual_seed(42)
    (x, y), (test_x, test_y) = read(folder, "train"), read(folder, "t10k")
    mean, deviation = x.mean(0), x.std(0)
    used = deviation > 0
    scale = lambda a: torch.from_numpy((a[:, used] - mean[used]) / deviation[used])
    x, test_x = scale(x), scale(test_x)
    order = torch.randperm(len(x))
    held, rows = order[: len(x) // 10], order[len(x) // 10 :]
    layers, width = [], x.shape[1]
    for hidden in (256, 128):
        layers += [torch.nn.Linear(width, hidden), torch.nn.ReLU(), torch.nn.Dropout(0.2)]
        width = hidden
    net = torch.nn.Sequential(*layers, torch.nn.Linear(width, 10))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil(len(rows) / BATCH)
    rise, step, best = steps // 10, 0, (math.inf, 0.0, 0)
    for epoch in range(EPOCHS):
        for chosen in rows[torch.randperm(len(rows))].split(BATCH):
            fall = (1 + math.cos(math.pi * max(0, step - rise) / (steps - rise))) / 2
            optimizer.param_groups[0]["lr"] = RATE * (step + 1) / (rise + 1) if step < rise else RATE * fall
            optimizer.zero_grad()
            F.cross_entropy(net(x[chosen]), y[chosen]).backward()
            optimizer.step()
            step += 1
        loss, _ = measure(net, x[held], y[held])
        if loss < best[0]:
            best = (loss, measure(net, test_x, test_y)[1], epoch + 1)
    print(f"accuracy {best[1]:.4f} of epoch {best[2]}, {time.perf_counter() - start:.1f} s")


main()
