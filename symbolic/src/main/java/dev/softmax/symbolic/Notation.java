package dev.softmax.symbolic;

/// How an expression is written.
public enum Notation {
  /// Plain text, which [Expression#parse] reads: `exp(x1)/(exp(x1) + exp(x2))`.
  TEXT,
  /// LaTeX for mathematics mode: `\\frac{e^{x_{1}}}{e^{x_{1}} + e^{x_{2}}}`.
  LATEX,
  /// Java: `Math.exp(x1) / (Math.exp(x1) + Math.exp(x2))`.
  JAVA
}
