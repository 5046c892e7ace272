"""Writes sigmoid.txt: logits, classes, and probabilities that scikit-learn's sigmoid calibration makes of others.

    python sigmoid.py > sigmoid.txt

The classifier's decision function is its input, whose rows sum to 0, and of two classes the difference of both, as that of a
softmax regression; it is frozen, and calibrated by all rows. exact is the same with each class's sigmoid found by Newton's
method to the last digit (NumPy, long double), since scikit-learn's L-BFGS-B ends at a gradient of 1e-6.
"""
import platform

import numpy as np
import scipy
import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose scores are its input."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def decision_function(self, X):
        return X[:, 1] - X[:, 0] if len(self.classes_) == 2 else X

    def predict(self, X):
        return self.classes_[X.argmax(axis=1)]


def platt(scores, hits, others):
    """Sigmoids of others, by the optimum of Platt's targets for scores and hits."""
    f = scores.astype(np.longdouble)
    positive, negative = hits.sum(), (~hits).sum()
    targets = np.where(hits, (positive + 1) / np.longdouble(positive + 2), 1 / np.longdouble(negative + 2))
    x = np.stack([f / np.abs(f).max(), np.ones_like(f)])
    ab = np.array([0, np.log((positive + 1) / np.longdouble(negative + 1))])
    for _ in range(50):
        p = 1 / (1 + np.exp(-(ab @ x)))
        h = (x * (p * (1 - p))) @ x.T
        g = x @ (p - targets)
        step = np.array([h[1, 1] * g[0] - h[0, 1] * g[1], h[0, 0] * g[1] - h[0, 1] * g[0]])
        ab = ab - step / (h[0, 0] * h[1, 1] - h[0, 1] ** 2)
    assert np.abs(g).max() < 1e-15 * len(f)
    return 1 / (1 + np.exp(-(ab[0] * others / np.abs(f).max() + ab[1])))


def exact(logits, labels, others, classes):
    if classes == 2:
        p = platt(logits[:, 1] - logits[:, 0], labels == 1, others[:, 1] - others[:, 0])
        return np.stack([1 - p, p], axis=1)
    p = np.stack([platt(logits[:, k], labels == k, others[:, k]) for k in range(classes)], axis=1)
    return p / p.sum(axis=1, keepdims=True)


print(f"# Python {platform.python_version()}, scikit-learn {sklearn.__version__},"
      f" SciPy {scipy.__version__}, NumPy {np.__version__}")
rng = np.random.default_rng(9)
for name, rows, classes, scale in [("two", 50, 2, 1.5), ("three", 80, 3, 3.0), ("six", 100, 6, 1.0), ("far", 60, 3, 100.0)]:
    labels = np.concatenate([np.arange(classes), rng.integers(classes, size=rows - classes)])
    logits = rng.normal(size=(rows, classes))
    logits[np.arange(rows), labels] += 1
    logits = np.round(logits * scale, 2)
    logits[:, -1] = -logits[:, :-1].sum(axis=1)
    others = np.round(rng.normal(size=(30, classes)) * scale * 1.5, 3)
    others[:, -1] = -others[:, :-1].sum(axis=1)
    fitted = CalibratedClassifierCV(
        FrozenEstimator(Given().fit(logits, labels)), method="sigmoid", ensemble=False
    ).fit(logits, labels)
    print("case", name, classes)
    print("labels", *labels)
    for word, values in [("logits", logits), ("others", others), ("probabilities", fitted.predict_proba(others)),
                         ("exact", exact(logits, labels, others, classes))]:
        print(word, *(repr(float(v)) for v in values.ravel()))
