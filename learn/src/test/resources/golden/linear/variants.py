"""Fits scikit-learn's LogisticRegression in many ways and writes what VariantsGoldenTest reads.

    python variants.py DATA_FOLDER

One file a table, variants-NAME.txt: a line `case C INTERCEPT TARGETS` starts a fit, then lines of `name value...`.
Features are standardised as in make.py, the columns of numbers alone. TARGETS says what rows belong to and count:

    plain      the classes
    weights    row i counts 0.5 + i mod 4
    classes    class k counts 1 + k
    balanced   class_weight="balanced", with the weights above
    shares     row i belongs to class k with 0.1 + (i + k) mod 3, to its own with 2 more, divided by their sum;
               scikit-learn gets it once for each class, weighted with the share

Without a penalty classes that can be separated have no optimum, so there, and only there, every fifth row counts as
of the next class. `probabilities` are those of the first five rows.
"""

import csv
import pathlib
import sys
import warnings

import numpy
import sklearn
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

HERE = pathlib.Path(__file__).parent
TABLES = {
    "iris": ("iris/iris.csv", 1, -1, range(4)),
    "wine": ("wine/wine.csv", 0, -1, range(13)),
    "penguins": ("penguins/penguins.csv", 1, 0, range(2, 6)),
    "optdigits": ("optdigits/optdigits.tra", 0, -1, range(64)),
}
TARGETS = ("plain", "weights", "classes", "balanced", "shares")


def read(folder, name):
    file, first, column, taken = TABLES[name]
    with open(folder / file, newline="") as lines:
        rows = [row for row in csv.reader(lines) if row][first:]
    rows = [row for row in rows if not any(row[i] in ("", "NA") for i in taken)]
    if name == "optdigits":
        rows = rows[:600]
    labels = [row[column] for row in rows]
    classes = sorted(set(labels))
    y = numpy.array([classes.index(label) for label in labels])
    x = numpy.array([[float(row[i]) for i in taken] for row in rows])
    deviation = x.std(axis=0)
    deviation[deviation == 0] = 1
    return (x - x.mean(axis=0)) / deviation, y


def shares(y):
    n, k = len(y), y.max() + 1
    s = 0.1 + (numpy.arange(n)[:, None] + numpy.arange(k)) % 3
    s[numpy.arange(n), y] += 2
    return s / s.sum(axis=1, keepdims=True)


def task(x, y, targets):
    """Rows, classes and weights that scikit-learn is to fit without class weights."""
    n, k = len(y), y.max() + 1
    weights = 0.5 + numpy.arange(n) % 4
    if targets == "plain":
        return x, y, numpy.ones(n)
    if targets == "weights":
        return x, y, weights
    if targets == "classes":
        return x, y, 1.0 + y
    if targets == "balanced":
        totals = numpy.bincount(y, weights)
        return x, y, weights * (weights.sum() / (k * totals))[y]
    return numpy.repeat(x, k, axis=0), numpy.tile(numpy.arange(k), n), shares(y).ravel()


def fit(x, y, targets, c, intercept):
    rows, labels, weights = task(x, y, targets)
    model = LogisticRegression(C=c, fit_intercept=intercept, tol=1e-13, max_iter=500, solver="newton-cholesky")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it cannot see the last digits of the tolerance
        if targets == "balanced":
            model.set_params(class_weight="balanced").fit(x, y, 0.5 + numpy.arange(len(y)) % 4)
        else:
            model.fit(rows, labels, weights)
    w, b = model.coef_, numpy.broadcast_to(model.intercept_, len(model.coef_))
    w, b = w - w.mean(axis=0), b - b.mean()
    z = rows @ w.T + b
    losses = logsumexp(z, axis=1) - z[numpy.arange(len(labels)), labels]
    r = numpy.exp(z - logsumexp(z, axis=1, keepdims=True))
    r[numpy.arange(len(labels)), labels] -= 1
    r *= weights[:, None]
    gradient = r.T @ rows + w / c
    norm = max(abs(gradient).max(), abs(r.sum(axis=0)).max() if intercept else 0) / weights.sum()
    assert norm < 1e-10, (targets, c, intercept, norm)
    return w, b, float(weights @ losses + (w * w).sum() / (2 * c))


def line(name, values):
    return name + " " + " ".join(f"{v:.10g}" for v in numpy.ravel(values)) + "\n"


def main(folder):
    for name in TABLES:
        x, truth = read(folder, name)
        with open(HERE / f"variants-{name}.txt", "w") as out:
            out.write(f"# variants.py: scikit-learn {sklearn.__version__}, numpy {numpy.__version__}\n")
            for c in (1.0, numpy.inf):
                moved = (numpy.arange(len(truth)) % 5 == 0) & numpy.isinf(c)
                y = (truth + moved) % (truth.max() + 1)
                for intercept in (True, False):
                    for targets in TARGETS:
                        if name == "optdigits" and numpy.isinf(c):
                            continue  # 64 features separate most of 600 rows all the same
                        w, b, value = fit(x, y, targets, c, intercept)
                        z = x[:5] @ w.T + b
                        out.write(f"case {c} {intercept} {targets}\n".replace("inf", "Infinity"))
                        out.write(f"objective {value!r}\n" + line("coefficients", w) + line("intercepts", b))
                        out.write(line("probabilities", numpy.exp(z - logsumexp(z, axis=1, keepdims=True))))
                        print(name, c, intercept, targets, value, abs(w).max())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
