package dev.softmax.nn;

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
  private final float[][] inputWeights;
  private final float[][] hiddenWeights;
  private final float[][] inputBiases;
  private final float[][] hiddenBiases;
  private final float[][] states;
  private final float[] gates;
  private final float[] product;

  GruState(Gru gru, @Nullable Tensor embedding) {
    inputs = gru.inputs();
    hidden = gru.hidden();
    List<GruWeights> layers = gru.layers();
    if (embedding != null && embedding.shape().length(1) != inputs) {
      throw new IllegalArgumentException(
          "GRU: an embedding %s but %d inputs".formatted(embedding.shape(), inputs));
    }
    inputWeights = values(layers.stream().map(GruWeights::inputWeight).toList());
    hiddenWeights = values(layers.stream().map(GruWeights::hiddenWeight).toList());
    inputBiases = values(layers.stream().map(GruWeights::inputBias).toList());
    hiddenBiases = values(layers.stream().map(GruWeights::hiddenBias).toList());
    vocabulary = embedding == null ? 0 : embedding.shape().length(0);
    GruWeights first = layers.getFirst();
    table =
        embedding == null
            ? new float[0]
            : embedding.linear(first.inputWeight(), first.inputBias()).values();
    states = new float[layers.size()][hidden];
    gates = new float[3 * hidden];
    product = new float[3 * hidden];
  }

  private static float[][] values(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::values).toArray(float[][]::new);
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
    System.arraycopy(table, token * 3 * hidden, gates, 0, 3 * hidden);
    return finish();
  }

  /// Moves on by a vector `(I)`, and gives the last layer's states `(H)`, good until the next step.
  ///
  /// @throws IllegalArgumentException if the vector has another length
  public float[] step(float[] x) {
    if (x.length != inputs) {
      throw new IllegalArgumentException(
          "GRU: %d numbers but %d inputs".formatted(x.length, inputs));
    }
    project(inputWeights[0], inputBiases[0], x, gates);
    return finish();
  }

  private float[] finish() {
    for (int l = 0; l < states.length; l++) {
      if (l > 0) {
        project(inputWeights[l], inputBiases[l], states[l - 1], gates);
      }
      float[] h = states[l];
      project(hiddenWeights[l], hiddenBiases[l], h, product);
      for (int i = 0; i < hidden; i++) {
        float r = sigmoid(gates[i] + product[i]);
        float z = sigmoid(gates[hidden + i] + product[hidden + i]);
        float n = (float) Math.tanh(gates[2 * hidden + i] + r * product[2 * hidden + i]);
        h[i] = n + z * (h[i] - n);
      }
    }
    return states[states.length - 1];
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  private static void project(float[] weight, float[] bias, float[] x, float[] y) {
    for (int i = 0; i < y.length; i++) {
      float sum = bias[i];
      for (int j = 0; j < x.length; j++) {
        sum += weight[i * x.length + j] * x[j];
      }
      y[i] = sum;
    }
  }

  /// The states of a layer `(H)`: a copy.
  public float[] layer(int layer) {
    return states[layer].clone();
  }

  /// Gives all layers other states, `(L, H)`, as [GruOutput#copyLast] writes them for one sequence.
  ///
  /// @throws IllegalArgumentException if there are not as many
  public void set(float[] values) {
    if (values.length != states.length * hidden) {
      throw new IllegalArgumentException(
          "GRU: %d numbers for states (%d, %d)".formatted(values.length, states.length, hidden));
    }
    for (int l = 0; l < states.length; l++) {
      System.arraycopy(values, l * hidden, states[l], 0, hidden);
    }
  }

  /// Back to states of zeros.
  public void reset() {
    for (float[] state : states) {
      Arrays.fill(state, 0);
    }
  }
}
