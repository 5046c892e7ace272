package dev.softmax.optim;

import dev.softmax.tensor.RowSet;
import java.util.List;

/// The numbers of one step of Adam for one parameter, which depend on how many steps there were.
///
/// @param beta1 share of m that is kept
/// @param beta2 share of v that is kept
/// @param rest1 `1 − β₁`, rounded once: from the rounded β₁ it would be off by its error
/// @param rest2 `1 − β₂`, as `rest1`
/// @param scale `rate / (1 − β₁ᵗ)`
/// @param root `1 / √(1 − β₂ᵗ)`
/// @param epsilon added to the root of v
/// @param shrink what p is multiplied by first: 1, or less for decoupled weight decay
/// @param decay what times p is added to g: 0 for decoupled weight decay
record AdamStep(
    float beta1,
    float beta2,
    float rest1,
    float rest2,
    float scale,
    float root,
    float epsilon,
    float shrink,
    float decay) {
  static final List<String> MEMORIES = List.of("exp_avg", "exp_avg_sq");

  static AdamStep of(AdamOptions options, Slot slot, double rate) {
    double ofMean = 1 - Math.pow(options.beta1(), (double) slot.steps);
    double ofSquare = 1 - Math.pow(options.beta2(), (double) slot.steps);
    boolean decoupled = options.decoupled();
    return new AdamStep(
        (float) options.beta1(),
        (float) options.beta2(),
        (float) (1 - options.beta1()),
        (float) (1 - options.beta2()),
        (float) (rate / ofMean),
        (float) (1 / Math.sqrt(ofSquare)),
        (float) options.epsilon(),
        decoupled ? (float) (1 - rate * slot.weightDecay) : 1,
        decoupled ? 0 : (float) slot.weightDecay);
  }

  void dense(Slot slot, float[] gradient) {
    update(slot, gradient, 0, slot.size());
  }

  /// All rows, of which those not in the set have no gradient.
  void sparse(Slot slot, float[] gradient, RowSet rows) {
    dense(slot, gradient);
  }

  /// The rows of the set only.
  void lazy(Slot slot, float[] gradient, RowSet rows) {
    int width = slot.width();
    for (int i = 0; i < rows.count(); i++) {
      int from = rows.rows()[i] * width;
      update(slot, gradient, from, from + width);
    }
  }

  private void update(Slot slot, float[] gradient, int from, int to) {
    float[] p = slot.parameter.data();
    float[] m = slot.memory.get(0).data();
    float[] v = slot.memory.get(1).data();
    for (int i = from; i < to; i++) {
      float g = gradient[i] + decay * p[i];
      m[i] = beta1 * m[i] + rest1 * g;
      v[i] = beta2 * v[i] + rest2 * g * g;
      float root = (float) Math.sqrt(v[i]) * this.root + epsilon;
      p[i] = shrink * p[i] - scale * m[i] / root;
    }
  }
}
