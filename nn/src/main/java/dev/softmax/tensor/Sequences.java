package dev.softmax.tensor;

import dev.softmax.CrossEntropy;
import org.jspecify.annotations.Nullable;

/// Operations on sequences and on the vocabularies they are made of.
public final class Sequences {
  private Sequences() {}

  /// `x (B, T, C)`, `table (P, C)` → `(B, T, C)`: adds to each step the vector of its position.
  ///
  /// @param from position of the first of the T steps
  /// @throws IllegalArgumentException if the widths differ, or a step is beyond the last position
  public static Tensor positions(Tensor x, Tensor table, int from) {
    if (x.shape().rank() != 3
        || table.shape().rank() != 2
        || x.shape().length(2) != table.shape().length(1)
        || from < 0
        || from > table.shape().length(0) - x.shape().length(1)) {
      throw new IllegalArgumentException(
          "positions: x " + x.shape() + " from position " + from + " but table " + table.shape());
    }
    Tape tape = x.tape();
    Tensor rows = tape == null ? table : tape.watch(table);
    return x.plus(rows.slice(0, from, from + x.shape().length(1)));
  }

  /// `x (…, D)`, `gamma (D)` → `(…, D)`: each row divided by the root of its mean square (epsilon added
  /// to it), then times gamma (Zhang and Sennrich, 2019).
  public static Tensor rmsNorm(Tensor x, Tensor gamma, double epsilon) {
    return RmsNorm.apply(x, gamma, epsilon);
  }

  /// Cross-entropy of the logits `hidden · weightᵀ + bias`, which are never all stored: `hidden (…, D)`,
  /// `weight (V, D)`, `bias (V)`, `targets (…)` → `()`. Beside the gradients it takes up to 25 MB,
  /// whatever `V` is; logits that are not kept are computed again by the backward pass. Rows with an
  /// ignored target take no work.
  ///
  /// @param bias none where it is null
  /// @param loss options: weights, smoothing, the index that is ignored, sum or mean
  /// @throws IllegalArgumentException if the shapes differ, or a target is no row of the weight
  public static Tensor linearCrossEntropy(
      Tensor hidden, Tensor weight, @Nullable Tensor bias, Indices targets, CrossEntropy loss) {
    return LinearLoss.apply(hidden, weight, bias, targets, loss);
  }

  /// Mean cross-entropy of each row's target among itself and some candidates, which stand for all
  /// classes: `hidden (N, D)`, `weight (V, D)`, `bias (V)`, `targets (N)` → `()`. Each logit is less by
  /// the logarithm of how often its class was to be expected among the candidates, so that the gradient
  /// tends to that of all classes; a candidate that is a row's target does not count for that row.
  ///
  /// @param targets −100 counts nothing
  /// @throws IllegalArgumentException if the shapes differ, or a target is no row of the weight
  public static Tensor sampledCrossEntropy(
      Tensor hidden, Tensor weight, Tensor bias, Indices targets, Candidates candidates) {
    return SampledLoss.apply(hidden, weight, bias, targets, candidates);
  }

  /// Minus the sum of the log-probabilities of steps through a binary tree: `hidden (N, D)`,
  /// `weight (M, D)`, a row an inner node → `()`. A step to the right has the probability
  /// `σ(hidden · node)`, one to the left the rest.
  ///
  /// @throws IllegalArgumentException if the shapes differ, or a path has no such row or node
  public static Tensor pathCrossEntropy(Tensor hidden, Tensor weight, TreePaths paths) {
    return PathLoss.apply(hidden, weight, paths);
  }

  /// A linear layer whose weight is a block of a larger one: `x (…, I)` → `x · blockᵀ + bias (…, O)`.
  ///
  /// @throws IllegalArgumentException if the block has not I columns
  public static Tensor linear(Tensor x, WeightBlock block) {
    return LinearBlock.apply(x, block);
  }

  /// The weights of additive attention (Bahdanau et al. 2015): `query (B, T, A)`, `keys (B, S, A)`, `score`
  /// of A elements → `(B, T, S)`, the softmax over the S of `score · tanh(query[t] + keys[s])`.
  ///
  /// @param lengths how many of the S keys each sequence has; none if all have S. The others get the
  ///     weight 0, so the weights of a sequence without keys are zeros
  /// @throws IllegalArgumentException if the shapes or lengths do not suit each other
  public static Tensor additiveWeights(Tensor query, Tensor keys, Tensor score, int... lengths) {
    return AdditiveWeights.apply(query, keys, score, lengths.clone());
  }

  /// Rotary position embedding: `x (B, T, H · D)` → same, every head's pairs of features turned by the
  /// angles of their position. Applied to queries and keys before attention.
  ///
  /// @param from position of the first of the T steps: how many came before
  /// @throws IllegalArgumentException if heads have another width than the positions are for, or a
  ///     step is beyond the last position
  public static Tensor rotary(Tensor x, RotaryPositions positions, int from) {
    return Rotary.apply(x, positions, from);
  }

  /// States of a gated recurrent unit: `gates (B, T, 3H)`, `start (B, H)`, `weight (3H, H)`, `bias (3H)` →
  /// `(B, T, H)`.
  ///
  /// The form is cuDNN's and PyTorch's, with the reset after the product. With `g = weight · h + bias`
  /// and both `gates` and `g` in three parts r, z, n:
  /// `r = σ(gates_r + g_r)`, `z = σ(gates_z + g_z)`, `n = tanh(gates_n + r g_n)` and
  /// `h' = (1 − z) n + z h`.
  ///
  /// @param gates projections of the inputs, with their bias
  /// @param start states before the first step; none: zeros
  /// @param lengths steps of each sequence, 1 to T; none: all T. What is past a sequence's length gives
  ///     zeros and has no gradient.
  /// @throws IllegalArgumentException if the shapes do not suit each other, or a length is out of range
  public static Tensor gru(
      Tensor gates, @Nullable Tensor start, Tensor weight, Tensor bias, int @Nullable [] lengths) {
    return Gru.apply(gates, start, weight, bias, lengths);
  }

  /// Rows of a table, projected: `table (V, E)`, `ids (…)`, `weight (O, E)`, `bias (O)` → `(…, O)`, the
  /// same as a look-up followed by [Tensor#linear(Tensor, Tensor)]. Where the table has no more rows
  /// than there are ids, its rows are projected before they are looked up.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit, or an id is no row of the table
  public static Tensor projectedRows(Tensor table, Indices ids, Tensor weight, Tensor bias) {
    if (table.shape().rank() != 2 || table.shape().length(0) > ids.shape().size()) {
      return table.gather(ids).linear(weight, bias);
    }
    Tape tape = ids.tape();
    Tensor rows = tape == null ? table : tape.watch(table);
    return rows.linear(weight, bias).gather(ids);
  }

  /// Scaled dot-product attention (Vaswani et al. 2017): query `(B, T, H·D)`, key `(B, S, G·D)`, value `(B,
  /// S, G·E)` → `(B, T, H·E)`, with the heads side by side in each row. Row `t` of head `h` is `Σ p[s] v[s]` with `p =
  /// softmax(scale q[t] · k[s] + mask)` over the keys `s` that the mask allows. Weights are never stored,
  /// so memory grows with T and S, not with their product. Queries that may attend to nothing give
  /// zeros; NaN in a query stays in its row.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other, the heads or the mask
  public static Tensor attention(
      Tensor query, Tensor key, Tensor value, AttentionMask mask, AttentionOptions options) {
    return Attention.apply(query, key, value, mask, options);
  }

  /// The weights of [#attention], to look at: query `(B, T, H·D)`, key `(B, S, G·D)` → `(B, H, T, S)`, a
  /// constant; nothing is dropped.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other, the heads or the mask, or
  ///   the weights are more than an array has
  public static Tensor attentionWeights(
      Tensor query, Tensor key, AttentionMask mask, AttentionOptions options) {
    return Attention.weights(query, key, mask, options);
  }
}
