"""What scikit-learn and SciPy make of penalties, limits, a reference class and cross-validation.

    python make.py DATA_FOLDER

Writes fits.txt: lines `case TABLE KIND C RATIO INTERCEPT WEIGHTED`, then `objective`, `coefficients`, `intercepts`.
KIND is `penalty` (LogisticRegression by saga), `bounds` (each coefficient from -0.3 to 0.4) or `reference` (class 1
held at 0; both SciPy's L-BFGS-B). Tables are standardised as in ../linear/make.py, of optdigits the first 600 rows;
`sparse` is the rows of ../sparse/fits.txt. Where WEIGHTED, row i counts 0.5 + i mod 4. The objective is
sum of cross-entropies + (RATIO |W|_1 + (1 - RATIO) / 2 |W|^2) / C.

With an L1 penalty alone and an even number of classes coefficients of a feature may shift together; the shift of least
squares among the equal ones is written. cv.txt holds LogisticRegressionCV's log-losses: row i is in fold i mod 5.
Where all coefficients are 0 saga stops before its intercepts are right, since it looks at coefficients alone, so there
is no such C.
"""

import pathlib
import sys
import warnings

import numpy
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "linear"))
import make as tables  # noqa: E402

LOWER, UPPER, REFERENCE = -0.3, 0.4, 1


def sparse_rows():
    rows = [line.split() for line in open(HERE.parent / "sparse" / "fits.txt") if line.startswith("row")]
    x = numpy.zeros((len(rows), 14))
    for i, row in enumerate(rows):
        for entry in row[3:]:
            j, value = entry.split(":")
            x[i, int(j)] = float(value)
    return x, numpy.array([int(row[1]) for row in rows])


def read(folder, name):
    if name == "sparse":
        return sparse_rows()
    x, y = tables.read(folder, name)
    return (x[:600], y[:600]) if name == "optdigits" else (x, y)


def smooth(x, y, weights, w, b):
    z = x @ w.T + b
    loss = float(weights @ (logsumexp(z, axis=1) - z[numpy.arange(len(y)), y]))
    r = numpy.exp(z - logsumexp(z, axis=1, keepdims=True))
    r[numpy.arange(len(y)), y] -= 1
    r *= weights[:, None]
    return loss, r.T @ x, r.sum(axis=0)


def violation(x, y, weights, w, b, c, ratio, intercept):
    """The largest least-norm subgradient of the mean objective."""
    _, g, gb = smooth(x, y, weights, w, b)
    g = g + (1 - ratio) / c * w
    l1 = ratio / c
    v = numpy.where(w == 0, numpy.maximum(abs(g) - l1, 0), abs(g + l1 * numpy.sign(w)))
    return max(v.max(), abs(gb).max() if intercept else 0) / weights.sum()


def centred(w):
    if len(w) % 2:
        return w
    s = numpy.sort(w, axis=0)
    return w - numpy.clip(w.mean(axis=0), s[len(w) // 2 - 1], s[len(w) // 2])


def penalty(x, y, weights, c, ratio, intercept):
    model = LogisticRegression(C=c, l1_ratio=ratio, solver="saga", tol=1e-11, max_iter=60000, random_state=0,
                               fit_intercept=intercept)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(x, y, weights)
    w, b = model.coef_, numpy.broadcast_to(model.intercept_, len(model.coef_))
    print("  violation", violation(x, y, weights, w, b, c, ratio, intercept), "epochs", model.n_iter_, flush=True)
    if violation(x, y, weights, w, b, c, ratio, intercept) > 1e-9:
        w, b = split(x, y, weights, c, ratio, intercept)
        print("  of L-BFGS-B", violation(x, y, weights, w, b, c, ratio, intercept), flush=True)
    loss, _, _ = smooth(x, y, weights, w, b)
    value = loss + (ratio * abs(w).sum() + (1 - ratio) / 2 * (w * w).sum()) / c
    return (centred(w) if ratio == 1 else w), b - b.mean(), value


def split(x, y, weights, c, ratio, intercept):
    """Positive and negative parts by L-BFGS-B: saga does not converge on `sparse` with weights and intercepts."""
    k, d = y.max() + 1, x.shape[1]

    def f(point):
        w, b = (point[: k * d] - point[k * d: 2 * k * d]).reshape(k, d), point[2 * k * d:]
        loss, g, gb = smooth(x, y, weights, w, b)
        value = loss + (ratio * point[: 2 * k * d].sum() + (1 - ratio) / 2 * (w * w).sum()) / c
        g = (g + (1 - ratio) / c * w).ravel()
        return value, numpy.concatenate([g + ratio / c, -g + ratio / c, gb])

    limits = [(0, None)] * (2 * k * d) + [(None, None) if intercept else (0, 0)] * k
    point = numpy.zeros(len(limits))
    for _ in range(5):
        point = minimize(f, point, jac=True, method="L-BFGS-B", bounds=limits,
                         options={"ftol": 0, "gtol": 1e-13, "maxiter": 20000, "maxfun": 50000, "maxcor": 50}).x
    return (point[: k * d] - point[k * d: 2 * k * d]).reshape(k, d), point[2 * k * d:]


def limited(x, y, weights, c, intercept, lower, upper, held):
    """L2 penalty and limits; class `held` (or none, -1) at 0."""
    k, d = y.max() + 1, x.shape[1]

    def f(point):
        w, b = point[: k * d].reshape(k, d), point[k * d:]
        loss, g, gb = smooth(x, y, weights, w, b)
        return loss + (w * w).sum() / (2 * c), numpy.concatenate([(g + w / c).ravel(), gb])

    limits = [(lower, upper)] * (k * d) + [(None, None) if intercept else (0, 0)] * k
    for i in range(k * d + k):
        if (i // d if i < k * d else i - k * d) == held:
            limits[i] = (0, 0)
    point = numpy.zeros(k * d + k)
    for _ in range(5):
        point = minimize(f, point, jac=True, method="L-BFGS-B", bounds=limits,
                         options={"ftol": 0, "gtol": 1e-13, "maxiter": 20000, "maxfun": 50000, "maxcor": 50}).x
    value, g = f(point)
    free = [(l is None or p > l) and (u is None or p < u) for p, (l, u) in zip(point, limits)]
    print("  projected gradient", abs(g[free]).max() / weights.sum(), flush=True)
    w, b = point[: k * d].reshape(k, d), point[k * d:]
    return w, b if held >= 0 else b - b.mean(), value


def line(name, values):
    return name + " " + " ".join(f"{v:.10g}" for v in numpy.ravel(values)) + "\n"


def cross_validation(folder, out):
    x, y = read(folder, "iris")
    fold = numpy.arange(len(y)) % 5
    splits = [(numpy.flatnonzero(fold != f), numpy.flatnonzero(fold == f)) for f in range(5)]
    grid, ratios = [0.05, 0.3, 1.0, 10.0], [0.0, 0.5, 1.0]
    model = LogisticRegressionCV(Cs=grid, l1_ratios=ratios, cv=splits, solver="saga", tol=1e-9, max_iter=100000,
                                 scoring="neg_log_loss", use_legacy_attributes=False)
    model.fit(x, y)
    scores = -numpy.asarray(model.scores_)
    print(scores.shape, model.C_, model.l1_ratio_)
    assert scores.shape == (5, 3, 4)
    out.write(f"best {model.C_} {model.l1_ratio_}\n")
    for r, ratio in enumerate(ratios):
        for i, c in enumerate(grid):
            out.write(line(f"losses {c} {ratio}", scores[:, r, i]))


def main(folder):
    versions = f"# make.py: scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, scipy {scipy.__version__}\n"
    with open(HERE / "cv.txt", "w") as out:
        out.write(versions)
        cross_validation(folder, out)
    with open(HERE / "fits.txt", "w") as out:
        out.write(versions)

        def write(name, kind, c, ratio, intercept, weighted, fit):
            out.write(f"case {name} {kind} {c} {ratio} {intercept} {weighted}\n")
            out.write(f"objective {float(fit[2])!r}\n" + line("coefficients", fit[0]) + line("intercepts", fit[1]))
            out.flush()
            print(name, kind, c, ratio, intercept, weighted, fit[2], (fit[0] == 0).sum(), flush=True)

        for name in ("iris", "sparse", "wine", "optdigits"):
            x, y = read(folder, name)
            c = 0.1 if name == "optdigits" else 1.0
            for intercept in (True, False):
                for weighted in (True, False):
                    weights = 0.5 + numpy.arange(len(y)) % 4 if weighted else numpy.ones(len(y))
                    for ratio in (1.0, 0.5):
                        fit = penalty(x, y, weights, c, ratio, intercept)
                        write(name, "penalty", c, ratio, intercept, weighted, fit)
                if name != "optdigits":
                    ones = numpy.ones(len(y))
                    fit = limited(x, y, ones, c, intercept, LOWER, UPPER, -1)
                    write(name, "bounds", c, 0.0, intercept, False, fit)
                    fit = limited(x, y, ones, c, intercept, None, None, REFERENCE)
                    write(name, "reference", c, 0.0, intercept, False, fit)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
