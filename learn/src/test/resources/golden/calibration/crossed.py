"""Writes crossed.txt: what CalibratedClassifierCV makes of softmax regressions that are fitted again in each fold.

    python crossed.py > crossed.txt

Both of its ways: the mean of one calibrated model a fold (ensemble=True), and one temperature for all out-of-fold logits
with a model of all rows (ensemble=False). Features and folds are written too.
"""
import platform

import numpy as np
import scipy
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

print(f"# Python {platform.python_version()}, scikit-learn {sklearn.__version__},"
      f" SciPy {scipy.__version__}, NumPy {np.__version__}")
features, labels = load_wine(return_X_y=True)
features = np.round(StandardScaler().fit_transform(features)[:, :4], 4)
folds = np.zeros(len(labels), dtype=int)
splits = list(StratifiedKFold(3, shuffle=True, random_state=1).split(features, labels))
for fold, (_, test) in enumerate(splits):
    folds[test] = fold
print("labels", *labels)
print("folds", *folds)
print("features", *(repr(float(v)) for v in features.ravel()))
for ensemble in (True, False):
    model = CalibratedClassifierCV(
        LogisticRegression(C=0.1, tol=1e-10, max_iter=10000), method="temperature", ensemble=ensemble, cv=splits
    ).fit(features, labels)
    print("ensemble" if ensemble else "single",
          *(repr(float(v)) for v in model.predict_proba(features).ravel()))
