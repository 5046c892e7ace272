package dev.softmax.symbolic;

/// What the formulas of softmax are about, in the order in which they follow from each other.
/// Letters of the rules: `p` probabilities, `x` logits, `y` targets that sum to 1, `L`
/// log-sum-exp, `C` cross-entropy, `δ` 1 where its indices are equal and 0 elsewhere.
public enum Quantity {
  /// The probabilities.
  SOFTMAX(
      "softmax",
      "p_i = exp(x_i/T) / sum_j exp(x_j/T)",
      "p_i = \\frac{e^{x_i/T}}{\\sum_j e^{x_j/T}}"),
  /// Their logarithms.
  LOG_SOFTMAX(
      "log-softmax",
      "log p_i = x_i/T - log sum_j exp(x_j/T)",
      "\\log p_i = \\frac{x_i}{T} - \\log \\sum_j e^{x_j/T}"),
  /// The logarithm of the sum of exponentials.
  LOG_SUM_EXP("log-sum-exp", "L = log sum_j exp(x_j/T)", "L = \\log \\sum_j e^{x_j/T}"),
  /// The probabilities' derivatives by the logits.
  JACOBIAN(
      "Jacobian of softmax",
      "dp_i/dx_j = p_i (δ_ij - p_j)/T",
      "\\frac{\\partial p_i}{\\partial x_j} = \\frac{p_i \\left(\\delta_{ij} - p_j\\right)}{T}"),
  /// Second derivatives of log-sum-exp.
  HESSIAN(
      "Hessian of log-sum-exp",
      "d2L/dx_i dx_j = p_i (δ_ij - p_j)/T^2",
      "\\frac{\\partial^2 L}{\\partial x_i \\, \\partial x_j}"
          + " = \\frac{p_i \\left(\\delta_{ij} - p_j\\right)}{T^2}"),
  /// The loss.
  CROSS_ENTROPY(
      "cross-entropy",
      "C = -sum_i y_i log p_i = L - sum_i y_i x_i/T",
      "C = -\\sum_i y_i \\log p_i = L - \\sum_i \\frac{y_i x_i}{T}"),
  /// Its derivatives by the logits.
  GRADIENT(
      "gradient of cross-entropy",
      "dC/dx_i = (p_i - y_i)/T",
      "\\frac{\\partial C}{\\partial x_i} = \\frac{p_i - y_i}{T}"),
  /// Its second derivatives.
  CROSS_ENTROPY_HESSIAN(
      "Hessian of cross-entropy",
      "d2C/dx_i dx_j = p_i (δ_ij - p_j)/T^2",
      "\\frac{\\partial^2 C}{\\partial x_i \\, \\partial x_j}"
          + " = \\frac{p_i \\left(\\delta_{ij} - p_j\\right)}{T^2}"),
  /// Derivatives by the temperature; m is the mean of the logits under the probabilities.
  TEMPERATURE(
      "derivatives by the temperature, m = sum_j p_j x_j",
      "dp_i/dT = p_i (m - x_i)/T^2, dL/dT = -m/T^2, dC/dT = (sum_j y_j x_j - m)/T^2",
      "\\frac{\\partial p_i}{\\partial T} = \\frac{p_i \\left(m - x_i\\right)}{T^2}, \\quad"
          + " m = \\sum_j p_j x_j");

  private final String title;
  private final String text;
  private final String latex;

  Quantity(String title, String text, String latex) {
    this.title = title;
    this.text = text;
    this.latex = latex;
  }

  /// What it is called.
  ///
  /// @return a few words
  public String title() {
    return title;
  }

  /// The formula for any number of classes.
  ///
  /// @param notation how it is written; as [Notation#TEXT] where it is [Notation#JAVA]
  /// @return on one line
  public String rule(Notation notation) {
    return notation == Notation.LATEX ? latex : text;
  }
}
