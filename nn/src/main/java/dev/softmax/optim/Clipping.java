package dev.softmax.optim;

import dev.softmax.tensor.RowSet;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bounds on gradients before a step. Gradients that are known to be zero outside of some rows are read
/// in these rows only. A tensor that is named twice counts once.
public final class Clipping {
  /// Added to the norm, as PyTorch does, so that zero can be divided by.
  private static final double TINY = 1e-6;

  private Clipping() {}

  /// Scales all gradients together so that their Euclidean norm is at most `largest`; PyTorch's
  /// `clip_grad_norm_`.
  ///
  /// @param parameters those whose gradients count
  /// @param largest more than 0
  /// @return the norm before; where it is not finite, nothing is scaled
  /// @throws IllegalArgumentException if the bound is not more than 0
  public static double byNorm(Collection<Tensor> parameters, double largest) {
    Check.positive("largest norm", largest);
    Collection<Tensor> each = distinct(parameters);
    double squares = 0;
    for (Tensor parameter : each) {
      squares += reduce(parameter, Clipping::squares);
    }
    double norm = Math.sqrt(squares);
    float factor = (float) (largest / (norm + TINY));
    if (factor < 1 && Double.isFinite(norm)) {
      for (Tensor parameter : each) {
        reduce(parameter, (values, from, to) -> scale(values, from, to, factor));
      }
    }
    return norm;
  }

  /// Brings every element of every gradient to between `−largest` and `largest`; PyTorch's
  /// `clip_grad_value_`.
  ///
  /// @throws IllegalArgumentException if the bound is not more than 0
  public static void byValue(Collection<Tensor> parameters, double largest) {
    Check.positive("largest value", largest);
    for (Tensor parameter : parameters) {
      reduce(parameter, (values, from, to) -> clamp(values, from, to, (float) largest));
    }
  }

  private static Collection<Tensor> distinct(Collection<Tensor> parameters) {
    List<Tensor> each = new ArrayList<>(parameters.size());
    IdentityHashMap<float[], Tensor> seen = new IdentityHashMap<>(parameters.size());
    for (Tensor parameter : parameters) {
      if (seen.putIfAbsent(parameter.data(), parameter) == null) {
        each.add(parameter);
      }
    }
    return each;
  }

  /// Something done with a range, and the sum over ranges of what it gives.
  @FunctionalInterface
  private interface Work {
    double on(float[] values, int from, int to);
  }

  private static double reduce(Tensor parameter, Work work) {
    Optional<float[]> gradient = parameter.gradient();
    if (gradient.isEmpty()) {
      return 0;
    }
    @Nullable RowSet rows = parameter.gradientRows().orElse(null);
    if (rows == null) {
      return work.on(gradient.get(), 0, parameter.shape().size());
    }
    int width = parameter.shape().size() / rows.rows().length;
    double sum = 0;
    for (int i = 0; i < rows.count(); i++) {
      int from = rows.rows()[i] * width;
      sum += work.on(gradient.get(), from, from + width);
    }
    return sum;
  }

  private static double squares(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }

  private static double scale(float[] values, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
    return 0;
  }

  private static double clamp(float[] values, int from, int to, float largest) {
    for (int i = from; i < to; i++) {
      values[i] = Math.clamp(values[i], -largest, largest);
    }
    return 0;
  }
}
