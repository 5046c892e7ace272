package dev.softmax.tensor;

/// How [Sequences#attention] reads its inputs.
///
/// @param heads H, heads of the queries
/// @param keyHeads G, heads of the keys and values, a divisor of the heads: with fewer, H / G heads in
///   turn share one (grouped-query attention, Ainslie et al. 2023)
/// @param scale of the scores; NaN for `1 / √D` with the width D of a head
/// @param dropout probability with which a weight is dropped, on a tape of training
public record AttentionOptions(int heads, int keyHeads, double scale, double dropout) {
  /// Checks the options.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public AttentionOptions {
    if (heads < 1 || keyHeads < 1 || heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "attention: " + heads + " heads are no multiple of " + keyHeads + " key heads");
    }
    if (Double.isInfinite(scale)) {
      throw new IllegalArgumentException("attention: scale " + scale + " is not finite");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "attention: dropout " + dropout + " is not within 0 and 1 (exclusive)");
    }
  }

  /// So many heads of queries, keys and values, the scale `1 / √D`, no dropout.
  public static AttentionOptions of(int heads) {
    return new AttentionOptions(heads, heads, Double.NaN, 0);
  }

  /// These options with another number of heads of keys and values.
  public AttentionOptions withKeyHeads(int keyHeads) {
    return new AttentionOptions(heads, keyHeads, scale, dropout);
  }

  /// These options with another scale of the scores; NaN for `1 / √D`.
  public AttentionOptions withScale(double scale) {
    return new AttentionOptions(heads, keyHeads, scale, dropout);
  }

  /// These options with another probability of dropping a weight.
  public AttentionOptions withDropout(double dropout) {
    return new AttentionOptions(heads, keyHeads, scale, dropout);
  }
}
