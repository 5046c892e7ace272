"""Sparse rows and what scikit-learn's LogisticRegression makes of them, for each combination of
penalty, intercepts and weights.

    python make.py > fits.txt

Rows and their classes are drawn here and written first: `row CLASS WEIGHT INDEX:VALUE ...`.
"""

import sys

import numpy as np
import scipy
import scipy.sparse as sparse
import sklearn
from sklearn.linear_model import LogisticRegression

ROWS, COLUMNS, CLASSES = 240, 14, 4
C = 0.7


def data():
    random = np.random.default_rng(11)
    values = random.normal(size=(ROWS, COLUMNS)) * (random.random((ROWS, COLUMNS)) < 0.3)
    values *= np.exp(random.normal(size=COLUMNS))
    values[:, 5] = 0  # a column without an entry
    values[:, 6] = 0
    values[17, 6] = 1.5  # and one with a single entry
    values[30] = 0  # a row without an entry
    logits = values @ random.normal(size=(COLUMNS, CLASSES)) + np.array([0.5, 0, 0, -0.5])
    labels = np.argmax(logits + random.gumbel(size=logits.shape), axis=1)
    weights = np.round(random.gamma(1.0, size=ROWS), 3)
    weights[3] = 0
    return sparse.csr_matrix(values), labels, weights


def objective(model, x, y, weights, c):
    logits = x @ model.coef_.T + model.intercept_
    top = logits.max(axis=1, keepdims=True)
    sums = top[:, 0] + np.log(np.exp(logits - top).sum(axis=1))
    loss = weights @ (sums - logits[np.arange(len(y)), y])
    return loss + (0 if np.isinf(c) else (model.coef_**2).sum() / (2 * c))


def numbers(values):
    return " ".join(repr(float(v)) for v in np.ravel(values))


def main():
    print(f"# Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__},",
          f"scikit-learn {sklearn.__version__}")
    x, y, sample_weights = data()
    for i in range(ROWS):
        row = x.getrow(i)
        print("row", y[i], sample_weights[i],
              " ".join(f"{j}:{float(v)!r}" for j, v in zip(row.indices, row.data)))
    counts = np.bincount(y, minlength=CLASSES)
    for c in (C, np.inf):
        for intercept in (True, False):
            for kind in ("equal", "sample", "balanced"):
                weights = np.ones(ROWS)
                if kind == "sample":
                    weights = sample_weights
                if kind == "balanced":
                    weights = (ROWS / (CLASSES * counts))[y]
                # A column whose one row is perfectly told apart has no finite optimum without a penalty.
                used = x if np.isfinite(c) else x[:, [j for j in range(COLUMNS) if j != 6]]
                model = LogisticRegression(C=c, fit_intercept=intercept, tol=1e-12, max_iter=100000,
                                           solver="newton-cg",
                                           class_weight="balanced" if kind == "balanced" else None)
                model.fit(used, y, sample_weight=weights if kind == "sample" else None)
                print("fit", repr(float(c)).replace("inf", "Infinity"), str(intercept).lower(), kind)
                print("objective", repr(float(objective(model, used, y, weights, c))))
                print("coefficients", numbers(model.coef_))
                print("intercepts", numbers(model.intercept_ if intercept else np.zeros(CLASSES)))


if __name__ == "__main__":
    main()
