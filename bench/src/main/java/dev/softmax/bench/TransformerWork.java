package dev.softmax.bench;

import dev.softmax.CrossEntropy;
import dev.softmax.nn.Transformer;
import dev.softmax.nn.TransformerOptions;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.ParameterGroup;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// A training step of a small GPT: 65 tokens, 6 heads, layer norm, GELU, learned positions, the head
/// tied to the embedding, biases, no dropout; AdamW on the mean cross-entropy of the next token. Weights
/// and batch are the same bits as `bench/peers/transformer.py` makes.
final class TransformerWork implements Workload {
  private static final int VOCABULARY = 65;
  private static final int HEADS = 6;
  private static final int STEPS = 3;

  private final int[] shape;
  private final int[] ids;
  private final int[] targets;
  private final Transformer transformer;
  private final Adam adam;
  private final Tape tape = Tape.training(0);
  private boolean trained;

  /// @param shape the batch, the tokens of a sequence, the width and the layers
  TransformerWork(int... shape) {
    this.shape = shape;
    int tokens = shape[0] * shape[1];
    ids = Numbers.targets(tokens, 7, VOCABULARY);
    targets = Numbers.targets(tokens, 8, VOCABULARY);
    transformer =
        Transformer.zeros(
            TransformerOptions.of(VOCABULARY)
                .withContext(shape[1])
                .withLayers(shape[3])
                .withWidth(shape[2], HEADS));
    int seed = 10;
    for (Map.Entry<String, Tensor> entry : transformer.parameters().entrySet()) {
      float[] values = Numbers.floats(entry.getValue().shape().size(), seed++, 0.1f);
      float centre = entry.getKey().matches(".*norm[12]?\\.weight") ? 1 : 0;
      for (int i = 0; i < values.length; i++) {
        entry.getValue().data()[i] = centre + values[i];
      }
    }
    adam =
        Adam.of(
            List.of(ParameterGroup.of(transformer.parameters()).withWeightDecay(0.01)),
            AdamOptions.adamW());
  }

  private double step() {
    Indices batch = tape.indices(ids, shape[0], shape[1]);
    Tensor loss =
        transformer
            .logits(batch)
            .crossEntropy(tape.indices(targets, shape[0], shape[1]), CrossEntropy.defaults());
    tape.backward(loss);
    adam.step(1e-3);
    adam.clearGradients();
    double value = loss.item();
    tape.reset();
    return value;
  }

  @Override
  public void run() {
    step();
    trained = true;
  }

  /// The losses of three steps from the first weights, once it has run.
  @Override
  public double checksum() {
    if (!trained) {
      return 0;
    }
    TransformerWork fresh = new TransformerWork(shape);
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += fresh.step();
    }
    return sum;
  }
}
