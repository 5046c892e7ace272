"""Least objectives of scikit-learn's LogisticRegression on real sparse rows.

    python real.py DATA_FOLDER > real.txt

Lines of `file C objective seconds`, where C is that of the symmetric model: half of scikit-learn's for
two classes, for which it has one vector. The seconds are of one thread's processor time.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sys
import time

import numpy as np
import scipy
import sklearn
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression

FILES = {
    "agaricus-libsvm/agaricus.txt.train": ("newton-cholesky", 1e-11),
    "a9a-libsvm/a9a": ("newton-cholesky", 1e-11),
    "news20-libsvm/news20.t.dat": ("newton-cg", 1e-8),
}


def main():
    print(f"# Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__},",
          f"scikit-learn {sklearn.__version__}")
    for name, (solver, tol) in FILES.items():
        x, y = load_svmlight_file(os.path.join(sys.argv[1], name))
        start = time.thread_time()
        model = LogisticRegression(C=1.0, solver=solver, tol=tol, max_iter=10000).fit(x, y)
        seconds = time.thread_time() - start
        logits = x @ model.coef_.T + model.intercept_
        binary = len(model.classes_) == 2
        if binary:
            logits = np.hstack([np.zeros_like(logits), logits])
        top = logits.max(axis=1)
        rows = np.arange(len(y))
        loss = (top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
                - logits[rows, np.searchsorted(model.classes_, y)]).sum()
        print(name, 0.5 if binary else 1.0, repr(float(loss + (model.coef_**2).sum() / 2)),
              round(seconds, 2), flush=True)


if __name__ == "__main__":
    main()
