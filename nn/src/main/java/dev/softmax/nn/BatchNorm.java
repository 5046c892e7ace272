package dev.softmax.nn;

import dev.softmax.tensor.RunningStatistics;
import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Brings each of the C features of `x (N, C, …)` to mean 0 and variance 1, then `· weight + bias`
/// (Ioffe and Szegedy, 2015): on a tape of training by the batch, whose moments the running ones move
/// towards; elsewhere by the running ones.
public final class BatchNorm implements Layer {
  private final Tensor weight;
  private final Tensor bias;
  private final RunningStatistics running;
  private final Tensor batches = Tensor.of(new float[1]);

  /// A layer with these parameters, which it shares.
  ///
  /// @param weight `(C)`
  /// @param bias `(C)`
  /// @param running mean and variance `(C)`, momentum and epsilon
  /// @throws IllegalArgumentException if they are not vectors of one length
  public BatchNorm(Tensor weight, Tensor bias, RunningStatistics running) {
    if (weight.shape().rank() != 1
        || !bias.shape().equals(weight.shape())
        || !running.mean().shape().equals(weight.shape())) {
      throw new IllegalArgumentException(
          "batch norm: weight %s, bias %s and running mean %s"
              .formatted(weight.shape(), bias.shape(), running.mean().shape()));
    }
    this.weight = weight;
    this.bias = bias;
    this.running = running;
  }

  /// Weights of 1, biases of 0, and PyTorch's momentum of 0.1 and epsilon of 1e-5.
  public static BatchNorm of(int features) {
    return new BatchNorm(
        LayerNorm.ones(features),
        Tensor.parameter(new float[features], features),
        RunningStatistics.of(features));
  }

  @Override
  public Tensor forward(Tensor x) {
    return counted(x.batchNorm(weight, bias, running));
  }

  /// Counts a batch of training.
  Tensor counted(Tensor y) {
    if (y.needsGradient()) {
      batches.data()[0]++;
    }
    return y;
  }

  Tensor weight() {
    return weight;
  }

  Tensor bias() {
    return bias;
  }

  RunningStatistics running() {
    return running;
  }

  /// One of constants with the same values.
  BatchNorm copy() {
    RunningStatistics seen =
        new RunningStatistics(
            LayerNorm.copy(running.mean()),
            LayerNorm.copy(running.variance()),
            running.momentum(),
            running.epsilon());
    return new BatchNorm(LayerNorm.copy(weight), LayerNorm.copy(bias), seen);
  }

  @Override
  public Layer frozen() {
    BatchNorm copy = copy();
    return x -> x.batchNorm(copy.weight, copy.bias, copy.running);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    parameters.put("bias", bias);
    return Collections.unmodifiableSequencedMap(parameters);
  }

  @Override
  public SequencedMap<String, Tensor> buffers() {
    SequencedMap<String, Tensor> buffers = new LinkedHashMap<>();
    buffers.put("running_mean", running.mean());
    buffers.put("running_var", running.variance());
    buffers.put("num_batches_tracked", batches);
    return Collections.unmodifiableSequencedMap(buffers);
  }
}
