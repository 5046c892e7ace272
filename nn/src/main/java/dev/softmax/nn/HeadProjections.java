package dev.softmax.nn;

import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import dev.softmax.tensor.WeightBlock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What makes queries, keys and values of the inputs of [MultiHeadAttention].
public sealed interface HeadProjections extends Part {
  /// `x (B, T, C)` → queries `(B, T, H · D)`.
  Tensor query(Tensor x);

  /// `x (B, S, …)` → keys `(B, S, G · D)`.
  Tensor key(Tensor x);

  /// `x (B, S, …)` → values `(B, S, G · E)`.
  Tensor value(Tensor x);

  /// Features of the queries, keys and values.
  Widths widths();

  /// Features that projections make.
  ///
  /// @param query H · D
  /// @param key G · D
  /// @param value G · E
  record Widths(int query, int key, int value) {}

  /// All three in one weight, with PyTorch's names `in_proj_weight` and `in_proj_bias`.
  ///
  /// @param weight `(3 C, C)`: the rows of the query, of the key, of the value
  /// @param bias `(3 C)`, or none
  record Packed(Tensor weight, @Nullable Tensor bias) implements HeadProjections {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if the shapes do not suit
    public Packed {
      Shape shape = weight.shape();
      if (shape.rank() != 2
          || shape.length(0) != 3L * shape.length(1)
          || (bias != null && !bias.shape().equals(Shape.of(shape.length(0))))) {
        throw new IllegalArgumentException(
            "attention: in_proj_weight "
                + shape
                + (bias == null ? "" : ", in_proj_bias " + bias.shape()));
      }
    }

    private Tensor part(Tensor x, int part) {
      int width = weight.shape().length(1);
      return Sequences.linear(x, WeightBlock.rows(weight, bias, part * width, (part + 1) * width));
    }

    @Override
    public Tensor query(Tensor x) {
      return part(x, 0);
    }

    @Override
    public Tensor key(Tensor x) {
      return part(x, 1);
    }

    @Override
    public Tensor value(Tensor x) {
      return part(x, 2);
    }

    @Override
    public Widths widths() {
      int width = weight.shape().length(1);
      return new Widths(width, width, width);
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
      SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
      parameters.put("in_proj_weight", weight);
      if (bias != null) {
        parameters.put("in_proj_bias", bias);
      }
      return Collections.unmodifiableSequencedMap(parameters);
    }
  }

  /// Three linear layers, for fewer heads of keys or inputs of several widths. Their names are `q_proj`,
  /// `k_proj` and `v_proj`, those of Hugging Face's models.
  record Separate(Linear queries, Linear keys, Linear values) implements HeadProjections {

    @Override
    public Tensor query(Tensor x) {
      return queries.forward(x);
    }

    @Override
    public Tensor key(Tensor x) {
      return keys.forward(x);
    }

    @Override
    public Tensor value(Tensor x) {
      return values.forward(x);
    }

    @Override
    public Widths widths() {
      return new Widths(queries.outputs(), keys.outputs(), values.outputs());
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
      return Parts.NONE
          .with("q_proj", queries)
          .with("k_proj", keys)
          .with("v_proj", values)
          .parameters();
    }
  }
}
