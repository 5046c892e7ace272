"""Writes the reference values beside it: `python golden.py` (PyTorch, SciPy and mpmath needed).

Each file holds cases, one after the other with a blank line between them. A line of a case is a
name and values. Logits are not stored: they are made from a seed by `logits` below, which
`Golden.java` repeats to the bit. `vectors.txt` comes from mpmath with 50 digits and is written with
25; the other files are what PyTorch and SciPy answer in double precision.
"""

import platform
from pathlib import Path

import mpmath
import numpy as np
import scipy
import scipy.special
import torch

HERE = Path(__file__).parent
VERSIONS = (
    f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy.__version__}, "
    f"PyTorch {torch.__version__}, mpmath {mpmath.__version__}"
)
mpmath.mp.dps = 50
INF = float("inf")
NAN = float("nan")


def mixed(seed, size):
    """SplitMix64 of `seed` at the counters 1 to `size` (Steele, Lea & Flood 2014)."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def logits(dtype, seed, size, scale, holes=0):
    """Numbers from -scale to scale; with `holes`, each index i with i % holes == 2 is -inf."""
    z = mixed(seed, size)
    if dtype == "float32":
        x = (z >> np.uint64(40)).astype(np.float32) * np.float32(2**-23) - np.float32(1)
        x = x * np.float32(scale)
    else:
        x = (z >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1
        x = x * float(scale)
    if holes:
        x[np.arange(size) % holes == 2] = -INF
    return x


def integers(seed, size, bound):
    return ((mixed(seed, size) >> np.uint64(33)) % np.uint64(bound)).astype(np.int64)


def text(value):
    if isinstance(value, mpmath.mpf):
        if mpmath.isinf(value):
            return "-Infinity" if value < 0 else "Infinity"
        if abs(value) < mpmath.mpf("1e-360"):
            return "0"
        return mpmath.nstr(value, 25, min_fixed=0, max_fixed=0).replace("e+", "e")
    if isinstance(value, (float, np.floating)):
        value = float(value)
        if value != value:
            return "NaN"
        if value in (INF, -INF):
            return "Infinity" if value > 0 else "-Infinity"
        return repr(value)
    return str(value).lower() if isinstance(value, (bool, np.bool_)) else str(value)


def flat(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, (str, mpmath.mpf)):
        return [value]
    if not np.ndim(value):
        return [value.item() if isinstance(value, np.ndarray) else value]
    return list(np.asarray(value, dtype=object).ravel())


def write(name, cases):
    lines = [f"# Written by golden.py: {VERSIONS}."]
    for case in cases:
        lines.append("")
        for key, value in case.items():
            lines.append(key + "".join(" " + text(v) for v in flat(value)))
    (HERE / name).write_text("\n".join(lines) + "\n")


def sampled(x, count):
    """Up to `count` spread indices, and those of the largest and smallest finite number."""
    size = len(x)
    finite = np.flatnonzero(np.isfinite(x))
    wanted = {0, size - 1, int(finite[np.argmax(x[finite])]), int(finite[np.argmin(x[finite])])}
    wanted |= {i * size // count for i in range(count)}
    return sorted(wanted)


def vector_case(dtype, seed, size, scale, holes, temperature=1.0, masked=False):
    x = logits(dtype, seed, size, scale, holes)
    allowed = np.ones(size, dtype=bool)
    if masked:
        allowed = integers(seed + 1, size, 3) > 0
        allowed[0] = True
    exact = [mpmath.mpf(float(v)) / mpmath.mpf(temperature) for v in x]
    top = max((v, -i) for i, (v, a) in enumerate(zip(exact, allowed)) if a)
    m = top[0]
    # Without the maximum's own 1, which would swallow what lies 50 digits below it.
    rest = mpmath.mpf(0)
    for i, (v, a) in enumerate(zip(exact, allowed)):
        if a and i != -top[1] and v - m > -1100:
            rest += mpmath.exp(v - m)
    lse = m + mpmath.log1p(rest)
    at = sampled(x, size if size <= 64 else 20)

    def log_probability(i):
        return (exact[i] - m) - mpmath.log1p(rest) if allowed[i] else mpmath.mpf("-inf")

    return {
        "type": dtype,
        "seed": seed,
        "size": size,
        "scale": float(scale),
        "holes": holes,
        "temperature": float(temperature),
        "masked": masked,
        "at": np.array(at),
        "softmax": [mpmath.exp(log_probability(i)) for i in at],
        "logSoftmax": [log_probability(i) for i in at],
        "logSumExp": lse,
    }


def vectors():
    seed = 1000
    for dtype in ("float32", "float64"):
        for scale in (1, 30, 1e4):
            for size in (1, 2, 3, 5, 13, 16, 17, 31, 64, 207, 1000, 4098, 131072):
                seed += 10
                yield vector_case(dtype, seed, size, scale, 0)
        for size in (3, 5, 13, 16, 17, 31, 207, 1000, 4098):
            seed += 10
            yield vector_case(dtype, seed, size, 10, 5)
        yield vector_case(dtype, seed + 10, 1_000_000, 30, 0)
        for temperature in (0.1, 0.2, 0.5, 2.0, 5.0):
            for size in (3, 17, 207):
                seed += 20
                yield vector_case(dtype, seed, size, 4, 0, temperature, temperature == 0.2)
        for size in (3, 13, 16, 207):
            seed += 20
            yield vector_case(dtype, seed, size, 30, 0, 1.0, True)
        seed += 100


def shapes():
    for seed, shape in ((1, (2, 3, 4)), (2, (2, 3, 4, 5)), (3, (1, 17, 2)), (4, (5,))):
        x = torch.tensor(logits("float64", seed, int(np.prod(shape)), 5)).reshape(shape)
        for axis in range(len(shape)):
            yield {
                "seed": seed,
                "scale": 5.0,
                "shape": np.array(shape),
                "axis": axis,
                "softmax": torch.softmax(x, axis),
                "logSumExp": torch.logsumexp(x, axis),
            }


def specials():
    rows = (
        (NAN, 1.0, 2.0),
        (1.0, 2.0, NAN),
        (INF, 1.0, 2.0),
        (INF, INF, 0.0),
        (INF, NAN, 0.0),
        (INF, -INF, 0.0),
        (-INF, 1.0, 2.0),
        (-INF, -INF, 2.0),
        (-INF, -INF, -INF),
        (NAN, -INF, -INF),
        (-INF,),
        (INF,),
        (NAN,),
        (0.0,),
        (1000.0, 2000.0, 3000.0),
        (-1e308, 1e308),
        (1e308, 1e308, 0.0),
        (0.0, -0.0),
        (0.0, -740.0),
    )
    for row in rows:
        x = torch.tensor(row, dtype=torch.float64)
        yield {
            "logits": x,
            "softmax": torch.softmax(x, 0),
            "logSoftmax": torch.log_softmax(x, 0),
            "logSumExp": torch.logsumexp(x, 0),
        }


def products():
    seed = 100
    for size in (1, 3, 5, 17):
        for temperature in (1.0, 0.5):
            seed += 10
            x = torch.tensor(logits("float64", seed, size, 3))
            v = torch.tensor(logits("float64", seed + 1, size, 2))
            case = {"seed": seed, "size": size, "temperature": temperature}
            for name, function in (("softmax", torch.softmax), ("logSoftmax", torch.log_softmax)):
                tempered = lambda t: function(t / temperature, 0)
                case[name + "Forward"] = torch.autograd.functional.jvp(tempered, x, v)[1]
                case[name + "Backward"] = torch.autograd.functional.vjp(tempered, x, v)[1]
            yield case


def cross_entropy_case(seed, shape, weighted, ignored, smoothing, probabilities, zloss=0.0):
    count, classes = int(np.prod(shape)), shape[1]
    targets_count = count // classes
    x = torch.tensor(logits("float64", seed, count, 4)).reshape(shape)
    weights = torch.tensor(logits("float64", seed + 1, classes, 1)).abs() + 0.25
    ignore_index = classes - 1 if ignored == "some" else 0 if ignored == "all" else -100
    if probabilities:
        t = torch.softmax(torch.tensor(logits("float64", seed + 2, count, 2)).reshape(shape), 1)
    else:
        t = torch.tensor(integers(seed + 3, targets_count, 1 if ignored == "all" else classes))
        t = t.reshape((shape[0], *shape[2:]))

    def loss(z, reduction):
        value = torch.nn.functional.cross_entropy(
            z,
            t,
            weight=weights if weighted else None,
            ignore_index=ignore_index,
            reduction=reduction,
            label_smoothing=smoothing,
        )
        if zloss:
            counted = torch.ones(t.shape, dtype=torch.float64) if probabilities else (t != ignore_index).double()
            if probabilities:
                counted = counted.select(1, 0)
            extra = zloss * torch.logsumexp(z, 1) ** 2 * counted
            value = value + {
                "none": extra,
                "sum": extra.sum(),
                "mean": extra.sum() / counted.sum(),
            }[reduction]
        return value

    case = {
        "seed": seed,
        "shape": np.array(shape),
        "weighted": weighted,
        "ignoreIndex": ignore_index,
        "labelSmoothing": smoothing,
        "zLoss": zloss,
        "probabilities": probabilities,
    }
    if not probabilities:
        case["targets"] = t
    case["losses"] = loss(x, "none")
    for reduction in ("sum", "mean"):
        z = x.clone().requires_grad_()
        value = loss(z, reduction)
        value.backward()
        case[reduction] = value
        case[reduction + "Gradient"] = z.grad
    return case


def cross_entropies():
    seed = 5000
    for shape in ((6, 5), (2, 4, 3, 2)):
        for weighted in (False, True):
            for smoothing in (0.0, 0.1):
                for ignored, probabilities in (("none", False), ("some", False), ("none", True)):
                    seed += 10
                    yield cross_entropy_case(seed, shape, weighted, ignored, smoothing, probabilities)
        for smoothing in (0.0, 0.1):
            for ignored, probabilities in (("none", False), ("some", False), ("none", True)):
                seed += 10
                yield cross_entropy_case(seed, shape, False, ignored, smoothing, probabilities, 1e-2)
    yield cross_entropy_case(9000, (4, 3), False, "all", 0.0, False)
    yield cross_entropy_case(9010, (4, 3), True, "all", 0.1, False)
    yield cross_entropy_case(9020, (1, 1), False, "none", 0.0, False)
    for seed, weighted, smoothing, ignored, probabilities in (
        (9030, False, 0.1, "some", False),
        (9040, True, 0.1, "none", False),
        (9050, False, 0.0, "none", True),
        (9060, True, 0.1, "none", True),
    ):
        yield cross_entropy_case(seed, (3, 67), weighted, ignored, smoothing, probabilities, 1e-3)


def weighted_log_sum_exps():
    for seed, size, kind in ((1, 1, "b"), (2, 3, "b"), (3, 7, "b"), (4, 17, "b"), (5, 7, "sign"), (6, 17, "sign")):
        a = logits("float64", 300 + seed, size, 20)
        b = logits("float64", 400 + seed, size, 3)
        if kind == "b":
            b = np.abs(b)
        value, sign = scipy.special.logsumexp(a, b=b, return_sign=True)
        yield {"logits": a, "weights": b, "logSumExp": value, "sign": sign}
    for a, b in (
        ((1.0, 2.0, 3.0), (1.0, 0.0, 2.0)),
        ((1.0, 2.0), (0.0, 0.0)),
        ((1.0, 1.0), (1.0, -1.0)),
        ((-INF, 1.0), (2.0, 3.0)),
        ((1000.0, 1001.0), (2.0, -1.0)),
        ((INF, 1.0), (2.0, 3.0)),
        ((INF, 1.0), (0.0, 3.0)),
        ((NAN, 1.0), (1.0, 1.0)),
    ):
        with np.errstate(all="ignore"):
            value, sign = scipy.special.logsumexp(np.array(a), b=np.array(b), return_sign=True)
        yield {"logits": np.array(a), "weights": np.array(b), "logSumExp": value, "sign": sign}


def sigmoids():
    for x in (
        *(-1000.0, -750.0, -745.0, -709.5, -100.0, -40.0, -10.0, -1.0, -0.1, -1e-9, 0.0),
        *(1e-9, 0.1, 0.5, 1.0, 10.0, 36.0, 40.0, 100.0, 709.5, 745.0, 1000.0),
    ):
        e = mpmath.exp(-mpmath.mpf(x))
        yield {
            "x": x,
            "sigmoid": 1 / (1 + e),
            "log": -mpmath.log1p(e),
            "softplus": mpmath.log1p(1 / e),
        }


if __name__ == "__main__":
    write("vectors.txt", vectors())
    write("shapes.txt", shapes())
    write("specials.txt", specials())
    write("products.txt", products())
    write("crossentropy.txt", cross_entropies())
    write("logsumexp.txt", weighted_log_sum_exps())
    write("sigmoid.txt", sigmoids())
