package dev.softmax.tensor;

import dev.softmax.kernel.FloatAdditive;

/// `p = softmax over s of v · e` with the energies `e = tanh(query[t] + keys[s])`. With `g = p (dp − ⟨p, dp⟩)`:
/// `de = g v (1 − e²)`, whose sums over s and over t are the gradients of query and keys, and `dv = Σ g e`.
/// One operation, since the energies `(B, T, S, A)` are the largest array there is and need be neither
/// copied nor, for inference, kept.
record AdditiveWeights(Tensor query, Tensor keys, Tensor v, int[] lengths, float[] energies)
    implements Op {
  private static final float[] NONE = {};

  static Tensor apply(Tensor query, Tensor keys, Tensor v, int[] lengths) {
    Shape q = query.shape();
    Shape k = keys.shape();
    if (q.rank() != 3
        || k.rank() != 3
        || q.length(0) != k.length(0)
        || q.length(2) != k.length(2)
        || v.shape().size() != k.length(2)) {
      throw new IllegalArgumentException(
          "additive attention: query " + q + ", keys " + k + ", score " + v.shape());
    }
    if (lengths.length != 0 && lengths.length != k.length(0)) {
      throw new IllegalArgumentException(
          "additive attention: keys " + k + " but " + lengths.length + " lengths");
    }
    for (int length : lengths) {
      if (length < 0 || length > k.length(1)) {
        throw new IllegalArgumentException(
            "additive attention: keys " + k + " but a length of " + length);
      }
    }
    Tensor y = Result.of(q.with(2, k.length(1)), query, keys, v);
    float[] energies =
        y.needsGradient() ? y.scratch(y.shape().followedBy(k.length(2)).size()) : NONE;
    AdditiveWeights op = new AdditiveWeights(query, keys, v, lengths, energies);
    op.renew(y);
    return y.by(op);
  }

  /// The forward pass. The backward pass overwrites the energies.
  @Override
  public void renew(Tensor result) {
    FloatAdditive.weights(
        sizes(), lengths, query.data(), keys.data(), v.data(), energies, result.data());
  }

  private int[] sizes() {
    Shape q = query.shape();
    return new int[] {q.length(0), q.length(1), keys.shape().length(1), q.length(2)};
  }

  @Override
  public void backward(Tensor result) {
    FloatAdditive.addGradients(
        sizes(),
        lengths,
        v.data(),
        energies,
        result.data(),
        result.gradientSum().array(),
        result.addedOrScratch(query),
        result.addedOrScratch(keys),
        result.addedOrScratch(v));
  }
}
