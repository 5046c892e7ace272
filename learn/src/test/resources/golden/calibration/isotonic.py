"""Writes isotonic.txt: logits, classes, and probabilities that scikit-learn's isotonic calibration makes of others.

    python isotonic.py > isotonic.txt

The classifier gives probabilities, the softmax of its input, and no decision function; it is frozen, and calibrated by
all rows. Some rows are repeated, and some logits are far apart, so that scores are equal.
"""
import platform

import numpy as np
import scipy
import sklearn
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose logits are its input."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return softmax(X, axis=1)

    def predict(self, X):
        return self.classes_[X.argmax(axis=1)]


print(f"# Python {platform.python_version()}, scikit-learn {sklearn.__version__},"
      f" SciPy {scipy.__version__}, NumPy {np.__version__}")
rng = np.random.default_rng(7)
for name, rows, classes, scale in [("two", 50, 2, 1.5), ("three", 80, 3, 3.0), ("six", 100, 6, 1.0), ("far", 60, 3, 100.0)]:
    labels = np.concatenate([np.arange(classes), rng.integers(classes, size=rows - classes)])
    logits = rng.normal(size=(rows, classes))
    logits[np.arange(rows), labels] += 1
    logits = np.round(logits * scale, 2)
    logits[-5:] = logits[:5]
    others = np.round(rng.normal(size=(30, classes)) * scale * 1.5, 3)
    fitted = CalibratedClassifierCV(
        FrozenEstimator(Given().fit(logits, labels)), method="isotonic", ensemble=False
    ).fit(logits, labels)
    print("case", name, classes)
    print("labels", *labels)
    for word, values in [("logits", logits), ("others", others), ("fitted", fitted.predict_proba(logits)),
                         ("probabilities", fitted.predict_proba(others))]:
        print(word, *(repr(float(v)) for v in values.ravel()))
