"""Writes entmax_near_one.txt beside it: `python entmax_near_one.py` (mpmath needed).

Cases of the form that Golden.java reads, of α from one double above 1 to 1.1: scores from SplitMix64 (`Numbers.doubles`
of `seed`, `size` and `scale`), the transform `p` and, for short vectors, the product `gx` of its Jacobian with `g`
(`Numbers.doubles` of `seed + 1`, scale 1), the derivative by alpha `galpha`, and the loss against the first class.
The equations are solved with 60 digits in the textbook form, `p = [(α - 1) x - τ]^(1 / (α - 1))`; derivatives are those
of the equations, `∂p/∂α` by differences.
"""

import platform
from pathlib import Path

import mpmath
from mpmath import mp, mpf

HERE = Path(__file__).parent
MASK = 2**64 - 1
mp.dps = 90


def mixed(seed, i):
    """SplitMix64 (Steele, Lea & Flood 2014)."""
    z = (seed + (i + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def doubles(seed, size, scale):
    return [scale * ((mixed(seed, i) >> 11) * 2.0**-52 - 1) for i in range(size)]


def powers(x, small, tau):
    return [mp.power(small * v - tau, 1 / small) if small * v > tau else mpf(0) for v in x]


def entmax(x, alpha):
    """The probabilities, by Newton's method on the norm of order 1 / (α - 1), which is convex."""
    small = alpha - 1
    tau = small * max(x) - 1
    for _ in range(400):
        p = powers(x, small, tau)
        total = sum(p)
        slope = sum(v ** (1 - small) for v in p if v > 0)
        step = total * (1 - total**-small) / slope
        tau += step
        if abs(step) < small * mpf(10) ** -60:
            return powers(x, small, tau)
    raise ArithmeticError("no threshold")


def product(p, alpha, g):
    s = [v ** (2 - alpha) if v > 0 else mpf(0) for v in p]
    mean = sum(a * b for a, b in zip(s, g)) / sum(s)
    return [a * (b - mean) for a, b in zip(s, g)]


def alpha_derivative(x, alpha):
    step = (alpha - 1) * mpf(10) ** -20
    more, less = entmax(x, alpha + step), entmax(x, alpha - step)
    return [(a - b) / (2 * step) for a, b in zip(more, less)]


def loss(x, alpha, p, target):
    entropy = sum(v - v**alpha for v in p) / (alpha * (alpha - 1))
    return sum(v * (a - x[target]) for v, a in zip(p, x)) + entropy


def words(values):
    # Nothing else than 0 is left of what is smaller in a double.
    return " ".join(mpmath.nstr(v, 20) if abs(v) > mpf(10) ** -330 else "0" for v in values)


with open(HERE / "entmax_near_one.txt", "w") as out:
    out.write(
        f"# Written by entmax_near_one.py: Python {platform.python_version()}, mpmath {mpmath.__version__}.\n"
    )
    seed = 1000
    for small in [2.3e-16, 1e-15, 1e-13, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.06, 0.065, 0.1]:
        alpha = 1 + small
        for size, scale in [(3, 1.0), (30, 0.01), (30, 10.0), (300, 10.0), (300, 400.0)]:
            seed += 10
            x = [mpf(v) for v in doubles(seed, size, scale)]
            g = [mpf(v) for v in doubles(seed + 1, size, 1.0)]
            p = entmax(x, mpf(alpha))
            out.write(f"\nalpha {alpha!r}\nseed {seed}\nsize {size}\nscale {scale}\np {words(p)}\n")
            out.write(f"loss {words([loss(x, mpf(alpha), p, 0)])}\n")
            if size < 100:
                out.write(f"gx {words(product(p, mpf(alpha), g))}\n")
                out.write(f"galpha {words(alpha_derivative(x, mpf(alpha)))}\n")
