"""A Python process that takes turns with the JVM (Worker.java); speaks the same lines.

`time ROW WARMUP SLICES SLICE` answers with each variant's average nanoseconds a call in each
slice; `check ROW` with the checksum of the result; `versions` with what is installed.
Threads are set by the caller in the environment (OMP_NUM_THREADS and its like) and in argv.
"""

import json
import sys
import timeit

import numpy as np
import torch

import rows


LONG = 10  # seconds; a call that takes longer has warmed itself, and is timed once a turn


def slices(timer, warmup, count, seconds):
    """Averages of `count` slices of about `seconds`, after `warmup` seconds of the same calls."""
    spent = one = timer.timeit(1)
    if one > LONG:
        return [one * 1e9]
    calls = 1
    while spent < warmup:
        calls = max(1, min(calls * 2, int((warmup - spent) / one) or 1))
        took = timer.timeit(calls)
        one = max(took / calls, 1e-9)
        spent += took
    calls = max(1, int(seconds / one))
    times, spent = [], 0.0
    # Calls longer than a slice: as many as fit the whole turn, and at least one.
    while not times or (len(times) < count and spent < count * seconds):
        took = timer.timeit(calls)
        spent += took
        times.append(took / calls * 1e9)
    return times


def versions():
    found = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
    for name in ("scipy", "sklearn", "transformers", "PIL", "onnxruntime"):
        try:
            found[name] = __import__(name).__version__
        except ImportError:
            found[name] = None
    return found


def main():
    threads, openblas, data = int(sys.argv[1]), sys.argv[2] == "openblas", sys.argv[3]
    torch.set_num_threads(threads)
    name, row = None, None
    for line in sys.stdin:
        command, *words = line.split()
        if command == "versions":
            print(json.dumps(versions()), flush=True)
            continue
        if words[0] != name:
            row = None  # frees the last row's arrays first
            name, row = words[0], rows.make(words[0], data, openblas)
        if command == "check":
            answer = {"checksum": row.answer()}
        else:
            warmup, count, seconds = float(words[1]), int(words[2]), float(words[3])
            with torch.inference_mode(row.inference):
                answer = {
                    label: slices(timeit.Timer(code, globals=row.names), warmup, count, seconds)
                    for label, code in row.variants.items()
                }
        print(json.dumps(answer), flush=True)


main()
