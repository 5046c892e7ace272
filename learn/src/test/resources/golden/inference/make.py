"""Standard errors of a multinomial logit by statsmodels, on the election study of 1996 that it brings along.

Run with statsmodels 0.15.0 and NumPy; writes anes96.txt beside itself. Lines: a name, then numbers. Rows are
`row class feature...`; `params`, `bse`, ... have one line a class besides the first, the intercept first.
"""
import pathlib

import numpy as np
import statsmodels
import statsmodels.api as sm

table = sm.datasets.anes96.load_pandas()
columns = ["logpopul", "selfLR", "age", "educ", "income"]
x = table.exog[columns].to_numpy(float)
y = table.endog.to_numpy(int)
model = sm.MNLogit(y, sm.add_constant(x))
fit = model.fit(method="newton", tol=1e-14, maxiter=100, disp=False)
robust = model.fit(method="newton", tol=1e-14, maxiter=100, disp=False, cov_type="HC0")


def numbers(values):
    return " ".join(repr(float(v)) for v in np.ravel(values))


lines = [f"# statsmodels {statsmodels.__version__}, NumPy {np.__version__}; anes96, {' '.join(columns)}"]
for name, of in [
    ("params", fit.params),
    ("bse", fit.bse),
    ("z", fit.tvalues),
    ("p", fit.pvalues),
    ("robust", robust.bse),
    ("low", np.asarray(fit.conf_int(0.05)).reshape(6, 6, 2)[:, :, 0].T),
    ("high", np.asarray(fit.conf_int(0.05)).reshape(6, 6, 2)[:, :, 1].T),
]:
    for line in np.asarray(of).reshape(6, 6).T:
        lines.append(f"{name} {numbers(line)}")
lines.append(f"scalars {numbers([fit.llf, fit.llnull, fit.llr, fit.llr_pvalue, fit.prsquared, fit.aic, fit.bic])}")
for label, row in zip(y, x):
    lines.append(f"row {label} {numbers(row)}")
pathlib.Path(__file__).with_name("anes96.txt").write_text("\n".join(lines) + "\n")
