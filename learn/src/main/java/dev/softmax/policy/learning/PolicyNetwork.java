package dev.softmax.policy.learning;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Sequential;
import dev.softmax.policy.SoftmaxPolicy;
import dev.softmax.policy.environment.Observations;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A learned network from observations to the logits of a softmax over actions.
public final class PolicyNetwork implements LearnedPolicy {
  private final ObservationEncoder encoder;
  private final SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
  private final Layer frozen;

  PolicyNetwork(Observations observations, Sequential network) {
    encoder = new ObservationEncoder(observations);
    frozen = network.frozen();
    network
        .state()
        .forEach((name, of) -> weights.put(name, Tensor.of(of.values(), of.shape().lengths())));
  }

  /// The network's logits `(n)` where this is observed.
  ///
  /// @throws IllegalArgumentException if the environment shows no such observation
  public double[] logits(double[] observation) {
    float[] row = new float[encoder.width()];
    encoder.write(observation, row, 0);
    float[] logits = frozen.forward(Tape.inference().tensor(row, 1, row.length)).values();
    double[] wide = new double[logits.length];
    for (int a = 0; a < wide.length; a++) {
      wide[a] = logits[a];
    }
    return wide;
  }

  @Override
  public SoftmaxPolicy policy(double[] observation) {
    return SoftmaxPolicy.of(logits(observation));
  }

  /// Copies of weights and biases, named as PyTorch names those of a `Sequential` of linear layers with
  /// tanh between them: `0.weight (H, D)`, `0.bias (H)`, `2.weight`, ….
  public SequencedMap<String, Tensor> weights() {
    SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
    weights.forEach((name, of) -> copies.put(name, Tensor.of(of.values(), of.shape().lengths())));
    return copies;
  }
}
