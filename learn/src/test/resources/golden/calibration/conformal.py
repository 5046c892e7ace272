"""Writes conformal.txt: thresholds and sets of split conformal prediction by MAPIE (lac) and TorchCP (lac, aps, raps).

    git clone https://github.com/scikit-learn-contrib/MAPIE; git clone https://github.com/ml-stat-Sustech/TorchCP
    PYTHONPATH=MAPIE:TorchCP python conformal.py > conformal.txt

A set is written as a number whose bit k says whether class k is in it. TorchCP's random numbers are
all 1 here, which makes the class at which a threshold is crossed belong to the set; it is given probabilities in
float64, raps with a penalty of 0.05 and two free classes.
"""
import importlib.util
import platform
import subprocess
import sys
import types

import numpy as np
import sklearn
import torch
from mapie.classification import SplitConformalClassifier
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin

# Two packages without what they import: losses, trainers and graphs, which are not needed here.
FOLDER = importlib.util.find_spec("torchcp").submodule_search_locations[0]
for package, folder in [("torchcp", FOLDER), ("torchcp.classification", FOLDER + "/classification")]:
    sys.modules[package] = types.ModuleType(package)
    sys.modules[package].__path__ = [folder]
from torchcp.classification.predictor import SplitPredictor  # noqa: E402
from torchcp.classification.score import APS, LAC, RAPS  # noqa: E402


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose probabilities are its input."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.is_fitted_ = True
        return self

    def predict_proba(self, X):
        return X

    def predict(self, X):
        return self.classes_[X.argmax(axis=1)]


def commit(module):
    folder = sys.modules[module].__path__[0]
    return subprocess.run(["git", "-C", folder, "rev-parse", "--short", "HEAD"], capture_output=True, text=True,
                          check=True).stdout.strip()


def bits(sets):
    return [int(sum(1 << k for k in np.flatnonzero(row))) for row in np.asarray(sets)]


print(f"# Python {platform.python_version()}, MAPIE {commit('mapie')}, TorchCP {commit('torchcp')},"
      f" PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}, NumPy {np.__version__}")
torch.set_default_dtype(torch.float64)
torch.rand = lambda *shape, device=None: torch.ones(*shape, device=device)
rng = np.random.default_rng(3)
for name, rows, classes, signal in [("four", 60, 4, 1.5), ("ten", 157, 10, 2.0)]:
    labels = np.concatenate([np.arange(classes), rng.integers(classes, size=rows - classes)])
    logits = rng.normal(size=(rows, classes))
    logits[np.arange(rows), labels] += signal
    known = softmax(2 * logits, axis=1)
    others = softmax(2 * rng.normal(size=(25, classes)), axis=1)
    print("case", name, classes)
    print("labels", *labels)
    print("known", *(repr(float(v)) for v in known.ravel()))
    print("others", *(repr(float(v)) for v in others.ravel()))
    for coverage in (0.7, 0.9, 0.95):
        mapie = SplitConformalClassifier(Given().fit(known, labels), confidence_level=coverage,
                                         conformity_score="lac", prefit=True)
        mapie.conformalize(known, labels)
        _, sets = mapie.predict_set(others)
        print("mapie lac", coverage, *bits(sets[:, :, 0]))
        for word, score in [("lac", LAC(score_type="identity")),
                            ("aps", APS(score_type="identity", randomized=True)),
                            ("raps", RAPS(score_type="identity", randomized=True, penalty=0.05, kreg=2))]:
            predictor = SplitPredictor(score)
            predictor.calculate_threshold(torch.tensor(known), torch.tensor(labels), alpha=1 - coverage)
            sets = predictor.predict_with_logits(torch.tensor(others))
            print("torchcp", word, coverage, repr(float(predictor.q_hat)), *bits(sets))
