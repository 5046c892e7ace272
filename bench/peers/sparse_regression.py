"""Rows regression/news20 and regression/synthetic-sparse: sparse rows, C = 1, to a given objective.

Like regression.py, whose rule for the peers' tolerances holds here too: `prepare` writes what both
sides fit as one file of raw numbers, which SparseRegressionWork.java reads.
"""

import functools
import struct
from pathlib import Path

import numpy as np
import scipy.sparse

# Objectives to reach within a relative 1e-6, from scikit-learn 1.9.1 at tight tolerances (newton-cg:
# news20 tol 1e-8, synthetic-sparse tol 1e-7).
OBJECTIVES = {"news20": 721.7521856773, "synthetic-sparse": 5793.3758085}
REACH = 1 + 1e-6
SOLVERS = {"news20": ("newton-cg",), "synthetic-sparse": ("newton-cg",)}


def news20(data):
    from sklearn.datasets import load_svmlight_file

    X, y = load_svmlight_file(str(data / "news20-libsvm/news20.t.dat"))
    return X, y.astype(int) - 1


def synthetic(data, rows=21_000, columns=15_000, classes=30, each=100):
    """Rows of so many numbers in columns of which low ones are frequent; classes of a linear model."""
    random = np.random.default_rng(7)
    picked = np.sort((columns * random.random((rows, 2 * each)) ** 2).astype(np.int32), axis=1)
    indices, offsets = [], [0]
    for row in picked:
        some = np.unique(row)
        some = np.sort(random.choice(some, each, replace=False)) if len(some) > each else some
        indices.append(some)
        offsets.append(offsets[-1] + len(some))
    values = random.normal(size=offsets[-1])
    X = scipy.sparse.csr_matrix((values, np.concatenate(indices), offsets), (rows, columns))
    logits = X @ (0.3 * random.normal(size=(columns, classes)))
    return X, np.argmax(logits + random.gumbel(size=logits.shape), axis=1)


C = 1.0
READERS = {"news20": news20, "synthetic-sparse": synthetic}


def prepare(name, data, folder):
    """Little-endian: rows, columns, classes, entries (int32), objective to reach, values, offsets,
    indices, labels (int32)."""
    try:
        X, y = READERS[name](Path(data))
    except OSError as error:
        raise RuntimeError(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    head = struct.pack("<iiiid", *X.shape, int(y.max()) + 1, X.nnz, OBJECTIVES[name] * REACH)
    parts = (X.indptr, X.indices, y)
    body = X.data.astype("<f8").tobytes() + b"".join(p.astype("<i4").tobytes() for p in parts)
    (folder / f"{name}.bin").write_bytes(head + body)


def load(name, folder):
    raw = (Path(folder) / f"{name}.bin").read_bytes()
    rows, columns, _, entries, goal = struct.unpack_from("<iiiid", raw)
    values = np.frombuffer(raw, "<f8", entries, 24)
    numbers = np.frombuffer(raw, "<i4", -1, 24 + 8 * entries)
    offsets, indices, y = np.split(numbers, [rows + 1, rows + 1 + entries])
    return scipy.sparse.csr_matrix((values, indices, offsets), (rows, columns)), y, goal


def row(name, folder):
    from regression import fit, loosest, objective
    from rows import Row

    X, y, goal = load(name, folder)
    names, variants = {"X": X, "y": y, "fit": fit}, {}
    for solver in SOLVERS[name]:
        tolerance = loosest(name, X, y, C, solver, goal, Path(folder) / f"{name}-tolerances.json")
        if tolerance:
            variants[f"scikit-learn {solver}"] = f"fit(X, y, {C!r}, {solver!r}, {tolerance!r})"
    if not variants:
        raise RuntimeError(f"no solver reaches {goal} on {name}")
    first = next(iter(variants.values()))

    @functools.cache
    def answer():
        return objective(eval(first, names), X, y, C)

    return Row(names, variants, answer, inference=False)
