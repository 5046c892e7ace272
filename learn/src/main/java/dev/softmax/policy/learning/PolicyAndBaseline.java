package dev.softmax.policy.learning;

import dev.softmax.nn.Activation;
import dev.softmax.nn.Initializer;
import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Sequential;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.Clipping;
import dev.softmax.policy.environment.Environment;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// A policy network and a network of state values, trained together.
final class PolicyAndBaseline {
  /// Of the first weights of the policy's last layer: it begins near uniform.
  private static final double SMALL = 0.01;

  private final PolicyGradientOptions options;
  private final ObservationEncoder encoder;
  private final int actions;
  private final Sequential policy;
  private final Sequential baseline;
  private final Adam adam;
  private final Tape inference = Tape.inference();
  private final Tape training = Tape.training(0);
  private float[] rows = {};
  private float[] weights = {};
  private float[] targets = {};

  PolicyAndBaseline(Environment world, PolicyGradientOptions options, RandomGenerator random) {
    this.options = options;
    encoder = new ObservationEncoder(world.observations());
    actions = world.actions();
    policy = network(actions, SMALL, random);
    baseline = network(1, 1, random);
    SequencedMap<String, Tensor> all = new LinkedHashMap<>();
    policy.parameters().forEach((name, tensor) -> all.put("policy." + name, tensor));
    baseline.parameters().forEach((name, tensor) -> all.put("baseline." + name, tensor));
    adam = Adam.of(all, AdamOptions.defaults().withEpsilon(1e-5));
  }

  private Sequential network(int outputs, double gain, RandomGenerator random) {
    List<Layer> layers = new ArrayList<>();
    int width = encoder.width();
    for (int next : options.hidden()) {
      layers.add(Linear.of(width, next, Initializer.orthogonal(Math.sqrt(2)), random));
      layers.add(Activation.TANH);
      width = next;
    }
    layers.add(Linear.of(width, outputs, Initializer.orthogonal(gain), random));
    return Sequential.of(layers);
  }

  ObservationEncoder encoder() {
    return encoder;
  }

  PolicyNetwork learned() {
    return new PolicyNetwork(encoder.observations(), policy);
  }

  /// Inputs from row `from` on `(count, width)` → logits `(count, n)`; valid until the next call.
  float[] logits(float[] from, int count) {
    inference.reset();
    return policy.forward(inference.tensor(from, count, encoder.width())).data();
  }

  /// Inputs `(count, width)` → values `(count)`; valid until the next call.
  float[] values(float[] from, int count) {
    inference.reset();
    return baseline.forward(inference.tensor(from, count, encoder.width())).data();
  }

  /// One step up the gradient of `Σ A log π` and of the entropy, and of the baseline towards its targets.
  /// Where the probability of an action has changed by more than `clip` since it was taken, to the side
  /// that its advantage asks for, it counts no more (Schulman and others, Proximal Policy Optimization
  /// Algorithms, 2017, equation 7).
  ///
  /// @param order numbers of transitions
  /// @param from the first of those that count here
  /// @param to the end of them
  void step(Transitions seen, int[] order, int from, int to, double clip, double rate) {
    int count = to - from;
    int width = encoder.width();
    grow(count);
    for (int i = 0; i < count; i++) {
      int at = order[from + i];
      System.arraycopy(seen.rows(), at * width, rows, i * width, width);
      targets[i] = (float) seen.target(at);
    }
    training.reset();
    Tensor input = training.tensor(rows, count, width);
    Tensor log = policy.forward(input).logSoftmax(-1);
    weigh(seen, order, from, count, log.data(), clip);
    Tensor gain = log.times(training.tensor(weights, count, actions)).sum();
    Tensor disorder = log.exp().times(log).sum().times(options.entropyBonus() / count);
    Tensor error = baseline.forward(input).minus(training.tensor(targets, count, 1)).square();
    training.backward(disorder.minus(gain).plus(error.mean().times(0.5)));
    Clipping.byNorm(policy.parameters().values(), options.gradientNorm());
    Clipping.byNorm(baseline.parameters().values(), options.gradientNorm());
    adam.step(rate);
    adam.clearGradients();
  }

  /// The gradient of `ratio · A` is `ratio · A` times that of the log-probability: a constant weight.
  private void weigh(Transitions seen, int[] order, int from, int count, float[] log, double clip) {
    Arrays.fill(weights, 0, count * actions, 0);
    for (int i = 0; i < count; i++) {
      int at = order[from + i];
      int place = i * actions + seen.action(at);
      double advantage = seen.advantage(at);
      double ratio = Math.exp(log[place] - seen.logProbability(at));
      boolean far = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
      weights[place] = far ? 0 : (float) (ratio * advantage / count);
    }
  }

  private void grow(int count) {
    if (targets.length < count) {
      rows = new float[count * encoder.width()];
      weights = new float[count * actions];
      targets = new float[count];
    }
  }
}
