package dev.softmax.nn;

import dev.softmax.kernel.GruCell;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// States of a [Gru] for one sequence, moved step by step: what generation needs. It has a copy of the
/// weights as they were when it was made. A step allocates nothing. For one thread.
public final class GruState {
  private final int inputs;
  private final int hidden;
  private final int vocabulary;
  private final float[] table;
  private final GruCell[] cells;

  GruState(Gru gru, @Nullable Tensor embedding) {
    inputs = gru.inputs();
    hidden = gru.hidden();
    List<GruWeights> layers = gru.layers();
    if (embedding != null && embedding.shape().length(1) != inputs) {
      throw new IllegalArgumentException(
          "GRU: an embedding %s but %d inputs".formatted(embedding.shape(), inputs));
    }
    vocabulary = embedding == null ? 0 : embedding.shape().length(0);
    GruWeights first = layers.getFirst();
    table =
        embedding == null
            ? new float[0]
            : embedding.linear(first.inputWeight(), first.inputBias()).values();
    cells = layers.stream().map(GruState::cell).toArray(GruCell[]::new);
  }

  private static GruCell cell(GruWeights layer) {
    return new GruCell(
        layer.inputWeight().values(),
        layer.hiddenWeight().values(),
        layer.inputBias().values(),
        layer.hiddenBias().values());
  }

  /// Moves on by the vector of a token, and gives the last layer's states `(H)`, good until the next
  /// step.
  ///
  /// @throws IllegalArgumentException if the token is not in the vocabulary
  public float[] step(int token) {
    if (token < 0 || token >= vocabulary) {
      throw new IllegalArgumentException(
          "GRU: token %d of a vocabulary of %d".formatted(token, vocabulary));
    }
    return above(cells[0].step(table, token * 3 * hidden));
  }

  /// Moves on by a vector `(I)`, and gives the last layer's states `(H)`, good until the next step.
  ///
  /// @throws IllegalArgumentException if the vector has another length
  public float[] step(float[] x) {
    if (x.length != inputs) {
      throw new IllegalArgumentException(
          "GRU: %d numbers but %d inputs".formatted(x.length, inputs));
    }
    return above(cells[0].step(x));
  }

  private float[] above(float[] first) {
    float[] state = first;
    for (int l = 1; l < cells.length; l++) {
      state = cells[l].step(state);
    }
    return state;
  }

  /// The states of a layer `(H)`: a copy.
  public float[] layer(int layer) {
    return cells[layer].state().clone();
  }

  /// Gives all layers other states, `(L, H)`, as [GruOutput#copyLast] writes them for one sequence.
  ///
  /// @throws IllegalArgumentException if there are not as many
  public void set(float[] values) {
    if (values.length != cells.length * hidden) {
      throw new IllegalArgumentException(
          "GRU: %d numbers for states (%d, %d)".formatted(values.length, cells.length, hidden));
    }
    for (int l = 0; l < cells.length; l++) {
      System.arraycopy(values, l * hidden, cells[l].state(), 0, hidden);
    }
  }

  /// Back to states of zeros.
  public void reset() {
    for (GruCell cell : cells) {
      Arrays.fill(cell.state(), 0);
    }
  }
}
