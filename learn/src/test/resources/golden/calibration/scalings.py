"""Writes scalings.txt: vector, matrix and Dirichlet calibration as dirichletcal fits them.

    pip install jax; git clone https://github.com/dirichletcal/dirichlet_python
    PYTHONPATH=dirichlet_python python scalings.py > scalings.txt

The regression is dirichletcal's MultinomialRegression, without a reference class and with its penalties divided by the
number of weights (reg_norm), which makes them those of Kull et al. 2019. Vector and matrix are its "Diag" and "Full" on
logits with L2 towards the identity; Dirichlet is "Full" on log-probabilities with the off-diagonal and intercept penalty.
reg_norm divides by k(k+1) whatever the method, so that of the vector is divided by 2k here.
"""
import platform

import dirichletcal.version
import jax
import numpy as np
import scipy
from dirichletcal.calib import multinomial
from scipy.special import log_softmax

print(f"# Python {platform.python_version()}, dirichletcal {dirichletcal.version.__version__},"
      f" JAX {jax.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}")


def emit(name, values):
    print(name, *(repr(float(v)) for v in np.ravel(values)))


def fit(inputs, labels, **options):
    regression = multinomial.MultinomialRegression(ref_row=False, optimizer="newton", **options)
    regression.fit(inputs, labels)
    return np.asarray(regression.weights_)


rng = np.random.default_rng(11)
for name, rows, classes, scale, signal in [
    ("two", 60, 2, 2.0, 1.5),
    ("three", 90, 3, 4.0, 1.0),
    ("five", 120, 5, 0.7, 2.0),
]:
    labels = np.concatenate([np.arange(classes), rng.integers(classes, size=rows - classes)])
    logits = rng.normal(size=(rows, classes))
    logits[np.arange(rows), labels] += signal
    logits = np.round(logits * scale * (1 + 0.5 * np.arange(classes)), 6)
    print("case", name, classes)
    print("labels", *labels)
    emit("logits", logits)
    for penalty in (0.01, 1.0):
        vector = fit(logits, labels, method="Diag", reg_format="identity", reg_lambda=penalty / (2 * classes))
        emit(f"vector {penalty}", np.hstack([np.diag(vector[:, :-1]), vector[:, -1]]))
        matrix = fit(logits, labels, method="Full", reg_format="identity", reg_lambda=penalty, reg_norm=True)
        emit(f"matrix {penalty}", np.hstack([matrix[:, :-1].ravel(), matrix[:, -1]]))
        dirichlet = fit(log_softmax(logits, axis=1), labels, method="Full", reg_lambda=penalty,
                        reg_mu=3 * penalty, reg_norm=True)
        emit(f"dirichlet {penalty}", np.hstack([dirichlet[:, :-1].ravel(), dirichlet[:, -1]]))
