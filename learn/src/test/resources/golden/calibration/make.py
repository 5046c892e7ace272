"""Writes temperature.txt: logits, classes, and what scikit-learn makes of them.

    python make.py > temperature.txt

beta is that of CalibratedClassifierCV(method="temperature"); exact is where the derivative of the mean
log-loss is zero, found with mpmath to 30 digits; loss is the log-loss at beta = 1 and at the optimum.
"""
import platform

import mpmath
import numpy as np
import scipy
import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

mpmath.mp.dps = 30


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose scores are its input."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def decision_function(self, X):
        return X

    def predict(self, X):
        return self.classes_[X.argmax(axis=1)]


def slope(logits, labels, beta):
    total = mpmath.mpf(0)
    for row, label in zip(logits, labels):
        z = [mpmath.mpf(float(v)) for v in row]
        top = max(z)
        w = [mpmath.exp(beta * (v - top)) for v in z]
        total += sum(a * b for a, b in zip(w, z)) / sum(w) - z[label]
    return total / len(labels)


def loss(logits, labels, beta):
    total = mpmath.mpf(0)
    for row, label in zip(logits, labels):
        z = [mpmath.mpf(float(v)) for v in row]
        top = max(z)
        total += beta * (top - z[label]) + mpmath.log(sum(mpmath.exp(beta * (v - top)) for v in z))
    return total / len(labels)


print(f"# Python {platform.python_version()}, scikit-learn {sklearn.__version__},"
      f" SciPy {scipy.__version__}, NumPy {np.__version__}, mpmath {mpmath.__version__}")
rng = np.random.default_rng(5)
for name, rows, classes, scale, signal in [
    ("surer-than-right", 60, 3, 4.0, 1.0),
    ("less-sure-than-right", 50, 5, 0.2, 3.0),
    ("many-classes", 40, 12, 1.0, 2.5),
    ("huge", 30, 4, 900.0, 1.5),
    ("tiny", 30, 4, 1e-3, 1.5),
]:
    labels = np.concatenate([np.arange(classes), rng.integers(classes, size=rows - classes)])
    logits = rng.normal(size=(rows, classes))
    logits[np.arange(rows), labels] += signal
    logits = np.round(logits * scale, 6)
    fitted = CalibratedClassifierCV(
        FrozenEstimator(Given().fit(logits, labels)), method="temperature", ensemble=False
    ).fit(logits, labels)
    beta = float(fitted.calibrated_classifiers_[0].calibrators[0].beta_)
    exact = mpmath.findroot(lambda b: slope(logits, labels, b), mpmath.mpf(beta))
    print("case", name, classes)
    print("labels", *labels)
    print("logits", *(repr(float(v)) for v in logits.ravel()))
    print("beta", repr(beta))
    print("exact", mpmath.nstr(exact, 17))
    print("loss", mpmath.nstr(loss(logits, labels, mpmath.mpf(1)), 17),
          mpmath.nstr(loss(logits, labels, exact), 17))
