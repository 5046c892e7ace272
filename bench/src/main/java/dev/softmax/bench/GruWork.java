package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import dev.softmax.Softmax;
import dev.softmax.nn.Embedding;
import dev.softmax.nn.Gru;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Parts;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A training step, or an inference, of a network of characters: embedding, GRU, linear, softmax at every
/// step; Adam on the mean cross-entropy of the next character. Weights and batch are the same bits as
/// `bench/peers/grus.py` makes.
final class GruWork implements Workload {
  private static final int STEPS = 3;

  private final String kind;
  private final int[] shape;
  private final int[] ids;
  private final int[] targets;
  private final Embedding embedding;
  private final Gru gru;
  private final Linear head;
  private final Adam adam;
  private final Tape tape;
  private final float[] probabilities;
  private boolean trained;

  /// @param kind `gru-train` or `gru-infer`
  /// @param shape sequences, steps, vocabulary, length of a character's vector, width of the GRU
  GruWork(String kind, int... shape) {
    this.kind = kind;
    this.shape = shape;
    int vocabulary = shape[2];
    ids = Numbers.targets(shape[0] * shape[1], 7, vocabulary);
    targets = Numbers.targets(ids.length, 8, vocabulary);
    SplittableRandom random = new SplittableRandom(1);
    embedding = Embedding.of(vocabulary, shape[3], random);
    gru = Gru.of(shape[3], shape[4], 1, random);
    head = Linear.of(shape[4], vocabulary, random);
    Parts parts = Parts.NONE.with("embedding", embedding).with("gru", gru).with("head", head);
    int seed = 10;
    for (Tensor tensor : parts.parameters().values()) {
      int size = tensor.shape().size();
      System.arraycopy(Numbers.floats(size, seed++, 0.2f), 0, tensor.data(), 0, size);
    }
    adam = Adam.of(parts.parameters(), AdamOptions.defaults());
    tape = kind.equals("gru-train") ? Tape.training(0) : Tape.inference();
    probabilities = new float[ids.length * vocabulary];
  }

  private Tensor logits() {
    Indices batch = tape.indices(ids, shape[0], shape[1]);
    return head.forward(gru.run(embedding, batch, null, null).hidden());
  }

  private double step() {
    Tensor loss =
        logits().crossEntropy(tape.indices(targets, shape[0], shape[1]), CrossEntropy.defaults());
    tape.backward(loss);
    adam.step(1e-3);
    adam.clearGradients();
    double value = loss.item();
    tape.reset();
    return value;
  }

  @Override
  public void run() {
    if (tape.isTraining()) {
      step();
      trained = true;
    } else {
      Softmax.STANDARD.apply(logits().data(), Axis.rows(ids.length, shape[2]), probabilities);
      tape.reset();
    }
  }

  /// What an inference gave; of training the losses of three steps from the first weights and the
  /// logits after, once it has run.
  @Override
  public double checksum() {
    if (!tape.isTraining()) {
      return Numbers.checksum(probabilities);
    }
    if (!trained) {
      return 0;
    }
    GruWork fresh = new GruWork(kind, Arrays.copyOf(shape, shape.length));
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += fresh.step();
    }
    return sum + Numbers.checksum(fresh.logits().values());
  }
}
