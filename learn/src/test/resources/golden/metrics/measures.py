"""Writes predictions and what public packages say of them.

    python measures.py

scikit-learn gives all measures but calibration errors; those are of uncertainty-calibration (the package
`calibration` of github.com/p-lambda/verified_calibration, version 0.1.4), which must be on PYTHONPATH, except
the maximum and those with weights, which it lacks: NumPy. The parts of the Brier score are NumPy's too.

`measures.txt`: lines of `case name value...`, `#` for comments.
"""

import pathlib
import warnings

import calibration
import numpy
import sklearn
from sklearn import metrics

BINS = 15
warnings.filterwarnings("ignore")


def softmax(logits):
    e = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def draw(random, rows, classes, step, absent):
    """Probabilities and labels drawn by others; in steps, so that there are many ties, if asked for."""
    logits = random.normal(size=(rows, classes)) * 2
    p = softmax(logits)
    sharper = softmax(logits * 0.8 + random.normal(size=(rows, classes)) * 0.5)
    labels = numpy.array([random.choice(classes, p=row) for row in sharper])
    for k in absent:
        labels[labels == k] = (k + 1) % classes
    if step:
        p = numpy.floor(p / step) * step
        p[:, 0] += 1 - p.sum(axis=1)
    # As written is as used.
    p = numpy.array([[float(f"{v:.7g}") for v in row] for row in p])
    return p, labels


def bins_of(p):
    edges = [(i + 1) / BINS for i in range(BINS)]
    return numpy.searchsorted(edges, p)


def gaps(p, hit, weights, bins):
    result = []
    for b in range(BINS):
        inside = bins == b
        w = weights[inside]
        if w.sum() > 0:
            rate = (w * hit[inside]).sum() / w.sum()
            result.append((w.sum() / weights.sum(), rate - (w * p[inside]).sum() / w.sum()))
    return result


def brier_parts(p, y, weights):
    reliability = resolution = uncertainty = 0.0
    total = weights.sum()
    for k in range(p.shape[1]):
        o, f = (y == k).astype(float), p[:, k]
        rate = (weights * o).sum() / total
        uncertainty += rate * (1 - rate)
        bins = bins_of(f)
        for b in range(BINS):
            w = weights[bins == b]
            if w.sum() > 0:
                mean, share = (w * f[bins == b]).sum() / w.sum(), (w * o[bins == b]).sum() / w.sum()
                reliability += w.sum() / total * (mean - share) ** 2
                resolution += w.sum() / total * (share - rate) ** 2
    return [reliability, resolution, uncertainty]


def ranking(p, y, weights):
    """Class by class, as averages of scikit-learn are NaN where a class is absent."""
    auc, precision = [], []
    for k in range(p.shape[1]):
        one = (y == k).astype(int)
        present = 0 < one.sum() < len(one)
        auc.append(metrics.roc_auc_score(one, p[:, k], sample_weight=weights) if present else numpy.nan)
        precision.append(
            metrics.average_precision_score(one, p[:, k], sample_weight=weights) if one.sum() else numpy.nan)
    return numpy.array(auc), numpy.array(precision)


def mean(values, weights):
    there = ~numpy.isnan(values)
    return numpy.average(values[there], weights=weights[there]) if there.any() else numpy.nan


def describe(p, y, weights=None):
    classes = p.shape[1]
    guess = p.argmax(axis=1)
    w = numpy.ones(len(y)) if weights is None else weights
    out = {
        "accuracy": metrics.accuracy_score(y, guess, sample_weight=weights),
        "balancedAccuracy": metrics.balanced_accuracy_score(y, guess, sample_weight=weights),
        "matthews": metrics.matthews_corrcoef(y, guess, sample_weight=weights),
        "kappa": metrics.cohen_kappa_score(y, guess, sample_weight=weights),
        "logLoss": metrics.log_loss(y, p, labels=range(classes), sample_weight=weights),
        "brier": metrics.brier_score_loss(
            y, p, labels=range(classes), scale_by_half=False, sample_weight=weights),
    }
    for average in ("macro", "micro", "weighted"):
        scores = metrics.precision_recall_fscore_support(
            y, guess, average=average, zero_division=0, sample_weight=weights)
        out[average] = scores[:3]
    if classes > 2:
        # scikit-learn takes the last of equal probabilities: all classes the other way round.
        out["top2"] = metrics.top_k_accuracy_score(
            classes - 1 - y, p[:, ::-1], k=2, labels=range(classes), sample_weight=weights)
    auc, precision = ranking(p, y, weights)
    prevalence = numpy.array([w[y == k].sum() for k in range(classes)])
    ones = numpy.ones(classes)
    out["rocAuc"] = [mean(auc, ones), mean(auc, prevalence)]
    out["averagePrecision"] = [mean(precision, ones), mean(precision, prevalence)]
    if classes > 2 and (prevalence > 0).all():
        assert numpy.isclose(out["rocAuc"][0], metrics.roc_auc_score(
            y, p, multi_class="ovr", sample_weight=weights), atol=1e-13)
        assert numpy.isclose(out["rocAuc"][1], metrics.roc_auc_score(
            y, p, multi_class="ovr", average="weighted", sample_weight=weights), atol=1e-13)
    top, hit = p.max(axis=1), (guess == y).astype(float)
    widths = gaps(top, hit, w, bins_of(top))
    out["maximum"] = max(abs(gap) for _, gap in widths)
    out["brierParts"] = brier_parts(p, y, w)
    if weights is None:
        out["equalWidth"] = calibration.get_ece(p, y)
        assert numpy.isclose(out["equalWidth"], sum(s * abs(g) for s, g in widths), atol=1e-13)
        out["equalMass"] = calibration.lower_bound_scaling_top_ce(p, y, p=1, debias=False, num_bins=BINS)
        out["debiased"] = calibration.lower_bound_scaling_top_ce(p, y, p=2, debias=True, num_bins=BINS)
        out["classwise"] = calibration.get_ece(p, y, mode="marginal")
    else:
        out["equalWidth"] = sum(s * abs(g) for s, g in widths)
    return out


def numbers(values):
    return " ".join(repr(float(v)) for v in numpy.ravel(values))


def main():
    random = numpy.random.default_rng(11)
    cases = {
        "two": draw(random, 150, 2, 0, []),
        "ties": draw(random, 300, 4, 0.05, [2]),
        "ten": draw(random, 600, 10, 0, []),
        "weighted": draw(random, 150, 4, 0.05, []),
        "oneTruth": draw(random, 30, 3, 0, [0, 1]),
    }
    with open(pathlib.Path(__file__).parent / "measures.txt", "w") as out:
        out.write(f"# measures.py: scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, "
                  "uncertainty-calibration 0.1.4\n")
        for name, (p, y) in cases.items():
            weights = None
            out.write(f"{name} classes {p.shape[1]}\n{name} probabilities {numbers(p)}\n")
            out.write(f"{name} labels {' '.join(str(v) for v in y)}\n")
            if name == "weighted":
                weights = numpy.round(random.gamma(2, size=len(y)), 3)
                weights[3] = 0
                out.write(f"{name} weights {numbers(weights)}\n")
            for measure, values in describe(p, y, weights).items():
                out.write(f"{name} {measure} {numbers(values)}\n")
                print(name, measure, numbers(values))


if __name__ == "__main__":
    main()
