package dev.softmax.sequence;

/// How well a model foresees a text.
///
/// @param symbols how many were foreseen: all but the first, which has nothing before it
/// @param characters how many characters these are
/// @param total the sum of `−ln p` over them
public record Perplexity(long symbols, long characters, double total) {
  /// Mean of `−ln p` over the symbols.
  public double nats() {
    return total / symbols;
  }

  /// Bits that a character takes: of characters as symbols, `nats / ln 2`.
  public double bits() {
    return total / characters / Math.log(2);
  }

  /// `e^nats`: among how many symbols the model is as undecided as between so many equal ones.
  public double value() {
    return Math.exp(nats());
  }
}
