package dev.softmax.symbolic;

import java.util.Locale;

/// The functions of one argument that an expression may hold.
public enum Function {
  /// The exponential.
  EXP,
  /// The natural logarithm.
  LOG,
  /// The sine.
  SIN,
  /// The cosine.
  COS,
  /// The tangent.
  TAN,
  /// The arc tangent.
  ATAN,
  /// The hyperbolic sine.
  SINH,
  /// The hyperbolic cosine.
  COSH,
  /// The hyperbolic tangent.
  TANH;

  /// The function's name in texts and in [Math].
  ///
  /// @return lower case
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
