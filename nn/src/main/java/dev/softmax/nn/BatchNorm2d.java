package dev.softmax.nn;

import dev.softmax.tensor.Pictures;
import dev.softmax.tensor.RunningStatistics;
import dev.softmax.tensor.Tensor;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// [BatchNorm] of the C channels of pictures `x (B, H, W, C)`, over all their pixels. What commonly follows
/// it, a shortcut that is added and a rectifier, can be had in the same pass.
public final class BatchNorm2d implements Layer {
  private final BatchNorm norm;

  /// A layer with these parameters, which it shares.
  ///
  /// @param weight `(C)`
  /// @param bias `(C)`
  /// @param running mean and variance `(C)`, momentum and epsilon
  /// @throws IllegalArgumentException if they are not vectors of one length
  public BatchNorm2d(Tensor weight, Tensor bias, RunningStatistics running) {
    this.norm = new BatchNorm(weight, bias, running);
  }

  /// Weights of 1, biases of 0, and PyTorch's momentum of 0.1 and epsilon of 1e-5.
  public static BatchNorm2d of(int channels) {
    BatchNorm norm = BatchNorm.of(channels);
    return new BatchNorm2d(norm.weight(), norm.bias(), norm.running());
  }

  /// What normalised channels are multiplied by, `(C)`.
  public Tensor weight() {
    return norm.weight();
  }

  /// What is added to them, `(C)`.
  public Tensor bias() {
    return norm.bias();
  }

  /// Mean and variance that training has seen.
  public RunningStatistics running() {
    return norm.running();
  }

  @Override
  public Tensor forward(Tensor x) {
    return norm.counted(Pictures.norm(x, weight(), bias(), running()));
  }

  /// `max(norm(x) + shortcut, 0)`, in one pass.
  ///
  /// @param shortcut `(B, H, W, C)`, or none
  public Tensor forwardRelu(Tensor x, @Nullable Tensor shortcut) {
    return norm.counted(Pictures.normRelu(x, weight(), bias(), running(), shortcut));
  }

  @Override
  public Layer frozen() {
    BatchNorm copy = norm.copy();
    return x -> Pictures.norm(x, copy.weight(), copy.bias(), copy.running());
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return norm.parameters();
  }

  @Override
  public SequencedMap<String, Tensor> buffers() {
    return norm.buffers();
  }
}
