"""Fits scikit-learn's LogisticRegression to the tables and writes what SoftmaxRegressionGoldenTest reads.

    python make.py DATA_FOLDER

One file a table: lines of `name value...`, `#` for comments. Features are standardised (mean 0, population
deviation 1; constant columns become 0). `objective` is sum of cross-entropies + ||W||^2 / (2 C).
"""

import csv
import pathlib
import sys
import warnings

import numpy
import scipy
import sklearn
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

HERE = pathlib.Path(__file__).parent
# name: file, first line of data, column of the class, rows taken
TABLES = {
    "iris": ("iris/iris.csv", 1, -1, None),
    "wine": ("wine/wine.csv", 0, -1, None),
    "optdigits": ("optdigits/optdigits.tra", 0, -1, None),
    "letter": ("letter-recognition/letter-recognition.data", 0, 0, None),
}
STRENGTHS = {"iris": (1.0, 100.0), "wine": (1.0, 0.01), "optdigits": (1.0, 0.01), "letter": (1.0, 0.01)}


def read(folder, name):
    file, first, column, _ = TABLES[name]
    with open(folder / file, newline="") as lines:
        rows = [row for row in csv.reader(lines) if row][first:]
    labels = [row[column] for row in rows]
    classes = sorted(set(labels))
    y = numpy.array([classes.index(label) for label in labels])
    x = numpy.array([[float(v) for i, v in enumerate(row) if i != column % len(row)] for row in rows])
    deviation = x.std(axis=0)
    deviation[deviation == 0] = 1
    return (x - x.mean(axis=0)) / deviation, y


def objective(x, y, w, b, c):
    z = x @ w.T + b
    return float((logsumexp(z, axis=1) - z[numpy.arange(len(y)), y]).sum() + (w * w).sum() / (2 * c))


def gradient_norm(x, y, w, b, c):
    z = x @ w.T + b
    r = numpy.exp(z - logsumexp(z, axis=1, keepdims=True))
    r[numpy.arange(len(y)), y] -= 1
    return max(abs(r.T @ x + w / c).max(), abs(r.sum(axis=0)).max()) / len(y)


def main(folder):
    for name in TABLES:
        x, y = read(folder, name)
        with open(HERE / f"{name}.txt", "w") as out:
            out.write(f"# make.py: scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, scipy {scipy.__version__}\n")
            out.write(f"shape {len(y)} {x.shape[1]} {y.max() + 1}\n")
            for c in STRENGTHS[name]:
                model = LogisticRegression(C=c, tol=1e-13, max_iter=200, solver="newton-cholesky")
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # it cannot see the last digits of the tolerance
                    model.fit(x, y)
                w, b = model.coef_, model.intercept_
                norm = gradient_norm(x, y, w, b, c)
                assert norm < 1e-11, (name, c, norm)
                out.write(f"C {c!r}\n# largest gradient of the mean {norm:.1e}\n")
                out.write(f"objective {objective(x, y, w, b, c)!r}\n")
                out.write("coefficients " + " ".join(f"{v:.10g}" for v in w.ravel()) + "\n")
                out.write("intercepts " + " ".join(f"{v:.10g}" for v in b) + "\n")
                print(name, c, objective(x, y, w, b, c), norm)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
