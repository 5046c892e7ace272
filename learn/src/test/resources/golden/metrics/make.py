"""Writes probabilities, labels and what scikit-learn (and, for the calibration error, NumPy) says of them.

    python make.py

`metrics.txt`: lines of `name value...`, `#` for comments.
"""

import pathlib

import numpy
import sklearn
from sklearn import metrics

ROWS, CLASSES, BINS = 200, 4, 15


def calibration_error(p, y):
    """Guo et al. 2017, eq. 3: equal-width bins (lower, upper] on the largest probability."""
    top, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = numpy.linspace(0, 1, BINS + 1)
    error, rows = 0.0, []
    for lower, upper in zip(edges[:-1], edges[1:]):
        inside = (top > lower) & (top <= upper)
        rows.append(int(inside.sum()))
        if inside.any():
            error += inside.mean() * abs(hit[inside].mean() - top[inside].mean())
    return error, rows


def main():
    random = numpy.random.default_rng(7)
    logits = random.normal(size=(ROWS, CLASSES)) * 2
    # The last class is never the largest, so that nothing is predicted as it.
    logits[:, 3] = logits.min(axis=1) - 1
    p = numpy.exp(logits) / numpy.exp(logits).sum(axis=1, keepdims=True)
    y = numpy.array([random.choice(CLASSES, p=row) for row in p])
    # Written to six digits with rows that still sum to one, and used as written.
    p = numpy.round(p, 6)
    p[:, 0] = numpy.round(1 - p[:, 1:].sum(axis=1), 6)
    assert p.min() >= 0 and 3 in y
    # A true class with probability 0.
    p[0], y[0] = [0.25, 0.75, 0, 0], 2
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        y, p.argmax(axis=1), labels=range(CLASSES), zero_division=0)
    error, rows = calibration_error(p, y)
    lines = {
        "shape": [ROWS, CLASSES],
        "probabilities": [f"{v:.6g}" for v in p.ravel()],
        "labels": y,
        "accuracy": [metrics.accuracy_score(y, p.argmax(axis=1))],
        "logLoss": [metrics.log_loss(y, p)],
        "brier": [metrics.brier_score_loss(y, p, scale_by_half=False)],
        "ece": [error],
        "binRows": rows,
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "support": support,
        "confusion": metrics.confusion_matrix(y, p.argmax(axis=1)).ravel(),
    }
    with open(pathlib.Path(__file__).parent / "metrics.txt", "w") as out:
        out.write(f"# make.py: scikit-learn {sklearn.__version__}, numpy {numpy.__version__}\n")
        for name, values in lines.items():
            out.write(" ".join([name, *(v if isinstance(v, str) else repr(v.item() if hasattr(v, "item") else v) for v in values)]) + "\n")
            if name not in ("probabilities", "labels"):
                print(name, *values)


if __name__ == "__main__":
    main()
