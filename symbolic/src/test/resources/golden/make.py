"""Softmax, its Jacobian and the Hessian of log-sum-exp as SymPy writes them, with values by mpmath.

    python make.py > sympy.txt

A line: quantity, classes, row, column, expression, value of each variable, value of the expression.
"""

import random

import mpmath
import sympy

DIGITS = 40
random.seed(6)


def decimal():
    return f"{random.randint(-4000, 4000) / 1000:.3f}"


def line(quantity, n, i, j, expression, symbols):
    point = {s: decimal() for s in symbols}
    if "T" in {s.name for s in symbols}:
        point[symbols[-1]] = f"{random.randint(200, 3000) / 1000:.3f}"
    with mpmath.workdps(DIGITS + 20):
        f = sympy.lambdify(symbols, expression, "mpmath")
        value = f(*[mpmath.mpf(point[s]) for s in symbols])
        number = mpmath.nstr(value, DIGITS, strip_zeros=False)
    where = " ".join(f"{s.name}={v}" for s, v in point.items())
    print("|".join([quantity, str(n), str(i), str(j), str(expression), where, number]))


print(f"# sympy {sympy.__version__}, mpmath {mpmath.__version__}, {DIGITS} digits")
for n in range(2, 6):
    for temperature in [False, True]:
        x = sympy.symbols(f"x1:{n + 1}", real=True)
        t = sympy.Symbol("T", positive=True) if temperature else sympy.Integer(1)
        symbols = list(x) + ([t] if temperature else [])
        mark = "T" if temperature else ""
        z = sum(sympy.exp(v / t) for v in x)
        p = [sympy.exp(v / t) / z for v in x]
        for i in range(n):
            line("SOFTMAX" + mark, n, i, 0, p[i], symbols)
            for j in range(n):
                line("JACOBIAN" + mark, n, i, j, sympy.diff(p[i], x[j]), symbols)
                line("HESSIAN" + mark, n, i, j, sympy.diff(sympy.log(z), x[i], x[j]), symbols)
