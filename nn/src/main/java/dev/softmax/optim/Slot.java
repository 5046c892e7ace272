package dev.softmax.optim;

import dev.softmax.tensor.RowSet;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One parameter, and what is remembered of it.
final class Slot {
  final String name;
  final Tensor parameter;
  final double weightDecay;
  final double rateFactor;

  /// One tensor for each name of the optimiser's memory, of the parameter's shape.
  final List<Tensor> memory = new ArrayList<>();

  private int[] ascending = new int[0];

  /// Steps that this parameter was part of.
  long steps;

  Slot(String name, ParameterGroup group, Tensor parameter, int memories) {
    this.name = name;
    this.parameter = parameter;
    this.weightDecay = group.weightDecay();
    this.rateFactor = group.rateFactor();
    for (int i = 0; i < memories; i++) {
      memory.add(Tensor.of(new float[parameter.shape().size()], parameter.shape().lengths()));
    }
  }

  int size() {
    return parameter.shape().size();
  }

  /// Length of a row of this `(V, …)`.
  int width() {
    return size() / Math.max(1, parameter.shape().length(0));
  }

  /// The rows in ascending order, of which the first [RowSet#count] are valid; good until the next call.
  int[] ascending(RowSet rows) {
    int count = rows.count();
    if (ascending.length < count) {
      // Once and for all: no step touches more.
      ascending = new int[rows.rows().length];
    }
    System.arraycopy(rows.rows(), 0, ascending, 0, count);
    Arrays.sort(ascending, 0, count);
    return ascending;
  }
}
