package dev.softmax.nn;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Gated recurrent units in L layers: `x (B, T, I)` → `(B, T, H)`, for B sequences of T steps.
///
/// The equations are PyTorch's and cuDNN's (see [Sequences#gru]; Cho et al. 2014 in the form that resets
/// after the product), and so are the names: `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`,
/// then `…_l1` and so on. Where inputs are symbols, [#run(Embedding, Indices, Tensor, int\[\])] projects
/// each row of their table once instead of each step. [GruState] makes single steps.
public final class Gru implements Layer {
  private final List<GruWeights> layers;
  private final double dropout;

  private Gru(List<GruWeights> layers, double dropout) {
    this.layers = layers;
    this.dropout = dropout;
  }

  /// Weights and biases as PyTorch draws them: uniform to `1 / √hidden`.
  ///
  /// @param inputs I
  /// @param hidden H
  /// @param layers L, at least 1
  public static Gru of(int inputs, int hidden, int layers, RandomGenerator random) {
    if (inputs < 1 || hidden < 1 || layers < 1) {
      throw new IllegalArgumentException(
          "GRU: %d inputs, %d hidden units and %d layers must each be at least 1"
              .formatted(inputs, hidden, layers));
    }
    List<GruWeights> drawn = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      drawn.add(GruWeights.of(layer == 0 ? inputs : hidden, hidden, random));
    }
    return new Gru(List.copyOf(drawn), 0);
  }

  /// The same weights, with dropout of each layer's states but the last's on the way to the next layer.
  ///
  /// @throws IllegalArgumentException if the rate is not at least 0 and less than 1
  public Gru withDropout(double rate) {
    return new Gru(layers, new Dropout(rate).rate());
  }

  /// I, the number of features in.
  public int inputs() {
    return layers.getFirst().inputs();
  }

  /// H, the number of features out.
  public int hidden() {
    return layers.getFirst().hidden();
  }

  /// The weights of each layer.
  public List<GruWeights> layers() {
    return layers;
  }

  /// Share of the states between layers that a tape of training drops.
  public double dropout() {
    return dropout;
  }

  /// `x (B, T, I)` → `(B, T, H)` from states of zeros.
  @Override
  public Tensor forward(Tensor x) {
    return run(x, null, null).hidden();
  }

  /// The states of all layers for `x (B, T, I)`.
  ///
  /// @param start `(L, B, H)`, states before the first step; none: zeros
  /// @param lengths steps of each sequence, 1 to T; none: all T. Past its length a sequence gives zeros
  ///     and has no gradient.
  /// @throws IllegalArgumentException if the shapes do not suit, or a length is out of range
  public GruOutput run(Tensor x, @Nullable Tensor start, int @Nullable [] lengths) {
    if (x.shape().rank() != 3 || x.shape().length(-1) != inputs()) {
      throw new IllegalArgumentException("GRU: x " + x.shape() + " but " + inputs() + " inputs");
    }
    GruWeights first = layers.getFirst();
    return run(x.linear(first.inputWeight(), first.inputBias()), start, lengths, x.shape());
  }

  /// The states of all layers for the vectors of `ids (B, T)`. Where the table has no more rows than
  /// there are ids, each of its rows is projected once and the projections are looked up.
  ///
  /// @param embedding `(V, I)`
  /// @param start as in [#run(Tensor, Tensor, int\[\])]
  /// @param lengths as there
  /// @throws IllegalArgumentException if the shapes do not suit, or an id or a length is out of range
  public GruOutput run(
      Embedding embedding, Indices ids, @Nullable Tensor start, int @Nullable [] lengths) {
    Tensor table = embedding.weight();
    if (ids.shape().rank() != 2 || table.shape().length(1) != inputs()) {
      throw new IllegalArgumentException(
          "GRU: ids %s of an embedding %s but %d inputs"
              .formatted(ids.shape(), table.shape(), inputs()));
    }
    // A row of padding gets no gradient, but what it is projected by does: that can be told apart
    // only
    // after a look-up.
    if (embedding.padding() != Embedding.NO_PADDING) {
      return run(embedding.forward(ids), start, lengths);
    }
    GruWeights first = layers.getFirst();
    Tensor gates = Sequences.projectedRows(table, ids, first.inputWeight(), first.inputBias());
    return run(gates, start, lengths, ids.shape());
  }

  private GruOutput run(
      Tensor gates, @Nullable Tensor start, int @Nullable [] lengths, Shape input) {
    int batch = input.length(0);
    Shape states = Shape.of(layers.size(), batch, hidden());
    if (start != null && !start.shape().equals(states)) {
      throw new IllegalArgumentException(
          "GRU: start %s instead of %s for an input %s".formatted(start.shape(), states, input));
    }
    List<Tensor> outputs = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      GruWeights layer = layers.get(l);
      Tensor x =
          l == 0
              ? gates
              : outputs.getLast().dropout(dropout).linear(layer.inputWeight(), layer.inputBias());
      Tensor before = start == null ? null : start.slice(0, l, l + 1).reshape(batch, hidden());
      outputs.add(Sequences.gru(x, before, layer.hiddenWeight(), layer.hiddenBias(), lengths));
    }
    return new GruOutput(outputs, lengths);
  }

  /// Steps from states of zeros over vectors `(I)`.
  public GruState stepper() {
    return new GruState(this, null);
  }

  /// Steps from states of zeros over the ids of an embedding `(V, I)`.
  ///
  /// @throws IllegalArgumentException if its vectors have another length
  public GruState stepper(Embedding embedding) {
    return new GruState(this, embedding.weight());
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    for (int l = 0; l < layers.size(); l++) {
      GruWeights layer = layers.get(l);
      parameters.put("weight_ih_l" + l, layer.inputWeight());
      parameters.put("weight_hh_l" + l, layer.hiddenWeight());
      parameters.put("bias_ih_l" + l, layer.inputBias());
      parameters.put("bias_hh_l" + l, layer.hiddenBias());
    }
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
