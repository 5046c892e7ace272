"""Rows regression/*: softmax regression at C = 1 to a given objective.

`prepare` writes what both sides fit as one file of raw numbers (RegressionWork.java reads it), so
that neither reading nor standardising is timed. Folders and files are those of the data sets'
public sources: letter-recognition/letter-recognition.data, covertype/train.csv, and MNIST's IDX.
"""

import functools
import gzip
import json
import struct
from pathlib import Path

import numpy as np
import sparse_regression

# Objectives to reach within a relative 1e-6: sum of cross-entropies + |W|^2 / 2, intercepts free.
# From scikit-learn 1.9.1 at tight tolerances (MNIST: lbfgs, tol 1e-6, 813 iterations).
OBJECTIVES = {"letter": 17066.2845, "covertype": 10523.7931, "mnist": 13927.07}
REACH = 1 + 1e-6
SOLVERS = {"mnist": ("newton-cg", "lbfgs")}


def standardised(X):
    deviation = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(deviation > 0, deviation, 1)


def letter(data):
    lines = (data / "letter-recognition/letter-recognition.data").read_text().split()
    rows = np.array([line.split(",") for line in lines])
    return standardised(rows[:, 1:].astype(float)), np.unique(rows[:, 0], return_inverse=True)[1]


def covertype(data):
    rows = np.loadtxt(data / "covertype/train.csv", delimiter=",", skiprows=1)
    return standardised(rows[:, 1:-1]), rows[:, -1].astype(int) - 1


def mnist(data):
    with gzip.open(data / "mnist/train-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16)
    with gzip.open(data / "mnist/train-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return pixels.reshape(-1, 784) / 255.0, labels.astype(int)


READERS = {"letter": letter, "covertype": covertype, "mnist": mnist}


def prepare(name, data, folder):
    """Little-endian: rows, columns, classes (int32), objective to reach, features, labels (int32)."""
    if name in sparse_regression.READERS:
        sparse_regression.prepare(name, data, folder)
        return
    if name not in READERS:
        raise RuntimeError(f"no data set is called {name}")
    try:
        X, y = READERS[name](Path(data))
    except OSError as error:
        raise RuntimeError(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    head = struct.pack("<iiid", *X.shape, int(y.max()) + 1, OBJECTIVES[name] * REACH)
    body = X.astype("<f8").tobytes() + y.astype("<i4").tobytes()
    (folder / f"{name}.bin").write_bytes(head + body)


def load(name, folder):
    raw = (Path(folder) / f"{name}.bin").read_bytes()
    n, d, _, goal = struct.unpack_from("<iiid", raw)
    X = np.frombuffer(raw, "<f8", n * d, 20).reshape(n, d)
    return X, np.frombuffer(raw, "<i4", n, 20 + 8 * n * d), goal


def objective(model, X, y):
    logits = model.decision_function(X)
    top = logits.max(axis=1)
    losses = top + np.log(np.exp(logits - top[:, None]).sum(axis=1)) - logits[np.arange(len(y)), y]
    return float(losses.sum() + (model.coef_**2).sum() / 2)


def fit(X, y, solver, tolerance):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1, solver=solver, tol=tolerance, max_iter=100_000).fit(X, y)


def loosest(X, y, solver, goal, memory):
    """The largest tolerance 10^(-k/2) that reaches the goal, or None; not timed, and remembered."""
    known = json.loads(memory.read_text()) if memory.exists() else {}
    if solver not in known:
        tolerances = (10 ** (-k / 2) for k in range(4, 19))
        fits = (t for t in tolerances if objective(fit(X, y, solver, t), X, y) <= goal)
        known[solver] = next(fits, None)
        memory.write_text(json.dumps(known))
    return known[solver]


def row(name, folder):
    from rows import Row

    if name in sparse_regression.READERS:
        return sparse_regression.row(name, folder)

    X, y, goal = load(name, folder)
    names, variants = {"X": X, "y": y, "fit": fit}, {}
    for solver in SOLVERS.get(name, ("newton-cg", "newton-cholesky", "lbfgs")):
        tolerance = loosest(X, y, solver, goal, Path(folder) / f"{name}-tolerances.json")
        if tolerance:
            variants[f"scikit-learn {solver}"] = f"fit(X, y, {solver!r}, {tolerance!r})"
    if not variants:
        raise RuntimeError(f"no solver reaches {goal} on {name}")
    first = next(iter(variants.values()))

    @functools.cache
    def answer():
        return objective(eval(first, names), X, y)

    return Row(names, variants, answer, inference=False)
