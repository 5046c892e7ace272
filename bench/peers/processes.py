"""Rows process/*: whole processes from start to end, ours and Python's in turn."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TRAIN = Path(__file__).with_name("train_iris.py")


def commands(root, row, folder):
    """Ours, and the peers by label."""
    python = sys.executable
    # The sources' command, or another one: that of an unpacked archive or image.
    softmax = os.environ.get("SOFTMAX_BENCH_COMMAND", str(root / "softmax"))
    if row == "process/probs":
        numpy = "import numpy as np; x = np.array([2, 1, 0.1]); e = np.exp(x - x.max())"
        torch = "import torch; print(torch.softmax(torch.tensor([2, 1, 0.1]), -1))"
        return [softmax, "probs", "2", "1", "0.1"], {
            "python: import numpy": [python, "-c", "import numpy"],
            "python: NumPy softmax": [python, "-c", numpy + "; print(e / e.sum())"],
            "python: import torch": [python, "-c", "import torch"],
            "python: torch.softmax": [python, "-c", torch],
        }
    data = root / "examples" / "data" / "iris.csv"
    if not data.exists():
        raise RuntimeError(f"{data.relative_to(root)} is not there")
    with open(data) as file:
        target = file.readline().strip().split(",")[-1].strip('"')
    model = str(Path(folder) / "ours.safetensors")
    ours = [softmax, "train", str(data), "--target", target, "--model", model]
    sklearn = [python, str(TRAIN), str(data), str(Path(folder) / "theirs.pickle")]
    return ours, {"python: scikit-learn": sklearn}


def seconds(command, root, label):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    took = time.perf_counter() - start
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RuntimeError(f"{label} failed with {done.returncode}: {reason}")
    return took


def measure(root, row, rounds):
    """Wall time of each process, in turn; the first run of each (builds, caches) does not count."""
    command = os.environ.get("SOFTMAX_BENCH_COMMAND", str(root / "softmax"))
    if not os.access(command, os.X_OK):
        raise RuntimeError(f"{command} is not there")
    with tempfile.TemporaryDirectory() as folder:
        ours, peers = commands(root, row, folder)
        seconds(ours, root, "ours")
        for label, command in peers.items():
            seconds(command, root, label)
        turns = [
            {
                "ours": [seconds(ours, root, "ours")],
                "peers": {
                    "python": {k: [seconds(command, root, k)] for k, command in peers.items()}
                },
            }
            for _ in range(max(rounds, 5))
        ]
    return {"row": row, "threads": None, "unit": "s", "rounds": turns}
