"""The two sides as processes that answer one line of JSON to one line of text, and their turns."""

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

# OpenMP's threads spin for up to 0.2 s after their last work, on the cores that are the other's now.
SETTLE = 0.3

SLICES = 10  # a turn is cut into slices; each gives an average, and the turn their median and minimum

# Variants with a line of their own in targets.csv: its `against`, and a word of their labels.
OWN_LINES = {"fused-adam": "fused", "onnxruntime": "ONNX Runtime", "partial-sort": "largest"}


class Side:
    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if environment is None else None,
            text=True,
            env={**os.environ, **(environment or {})},
        )

    def ask(self, *words):
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            errors = self.process.stderr.read().strip() if self.process.stderr else ""
            reasons = [e for e in errors.splitlines() if "xception" in e or "Error" in e]
            raise RuntimeError(f"{type(self).__name__} ended: {(reasons or [errors])[0]}")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        if self.process.stderr:
            self.process.stderr.close()


class Jvm(Side):
    """Ours: one JVM a row, so that a row's profile is its own as in a fork of JMH."""

    def __init__(self, java, bench, data):
        flags = shlex.split(os.environ.get("SOFTMAX_BENCH_JVM", ""))
        classes = str(bench / "target" / "benchmarks.jar")
        vector = ["--add-modules=jdk.incubator.vector"]
        main = ["-Djmh.ignoreLock=true", "-cp", classes, "dev.softmax.bench.Worker"]
        super().__init__([java, *vector, f"-Dsoftmax.bench.data={data}", *flags, *main])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Peer(Side):
    """A Python with a number of threads for all its libraries; openblas: AVX-512 kernels forced."""

    def __init__(self, threads, openblas, data):
        names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        environment = {name: str(threads) for name in names}
        if openblas:
            environment["OPENBLAS_CORETYPE"] = "SKYLAKEX"
        script = str(Path(__file__).with_name("worker.py"))
        kind = "openblas" if openblas else "installed"
        super().__init__([sys.executable, script, str(threads), kind, str(data)], environment)


def measure(jvm, peer, row, threads, lines, options):
    """Rounds in which every side has its turn; who goes first changes from round to round."""
    slice_seconds = options.seconds / SLICES
    asked = [peer(threads, line["against"] == "openblas-avx512") for line in lines]
    against = [line["against"] for line in lines]
    rounds = [{"ours": [], "peers": {name: {} for name in against}} for _ in range(options.rounds)]
    jvm.ask("time", row, threads, options.warmup, 1, slice_seconds)
    for side in asked:
        side.ask("time", row, min(options.warmup, 0.5), 1, slice_seconds)

    def ours(turn):
        turn["ours"] = jvm.ask("time", row, threads, 0.1, SLICES, slice_seconds)["slices"]

    def theirs(turn):
        for name, side in zip(against, asked):
            times = side.ask("time", row, 0.1, SLICES, slice_seconds)
            turn["peers"][name] = {
                label: slices
                for label, slices in times.items()
                if all((word in label) == (name == own) for own, word in OWN_LINES.items())
            }

    for number, turn in enumerate(rounds):
        for side in (theirs, ours) if number % 2 == 0 else (ours, theirs):
            time.sleep(SETTLE)
            side(turn)
    check = jvm.ask("check", row, threads)
    expected = asked[0].ask("check", row)["checksum"]
    # Both sides round their single precision differently; a wrong element or place shows far above.
    allowed = 2e-6 if row.startswith("regression/") else 1e-4
    return {
        "row": row,
        "threads": threads,
        "unit": "ns",
        "rounds": rounds,
        "bytesPerCall": check["bytesPerCall"],
        "resultBytes": check["resultBytes"],
        "checksums": {"ours": check["checksum"], "peer": expected},
        "agrees": abs(check["checksum"] - expected) <= allowed * abs(expected),
    }
