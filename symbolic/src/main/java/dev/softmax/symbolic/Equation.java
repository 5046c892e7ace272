package dev.softmax.symbolic;

/// One formula for a given number of classes.
///
/// @param text its left side as plain text
/// @param latex its left side in LaTeX
/// @param compact its right side in probabilities, logits and targets
/// @param full its right side in logits and targets alone
public record Equation(String text, String latex, Expression compact, Expression full) {

  /// Its left side.
  ///
  /// @param notation how it is written; as plain text in Java
  /// @return without the sign of equality
  public String left(Notation notation) {
    return notation == Notation.LATEX ? latex : text;
  }
}
