package dev.softmax.policy.learning;

import dev.softmax.policy.environment.Environment;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Environments side by side, the networks that act in them, and what was seen since the last update.
/// The transitions of a step lie one after another, so that those of an environment are as far apart as
/// there are environments.
final class Acting {
  private final PolicyGradientOptions options;
  private final EpisodeLog log;
  private final Environment[] worlds;
  private final double[][] observations;
  private final double[] returns;
  private final SplittableRandom[] starts;
  private final SplittableRandom choices;
  private final SplittableRandom shuffles;
  private final PolicyAndBaseline networks;
  private final Transitions seen;
  private final float[] now;
  private final double[] probabilities;
  private long episodes;

  Acting(
      Supplier<? extends Environment> worlds,
      int count,
      PolicyGradientOptions options,
      EpisodeLog log,
      long seed) {
    this.options = options;
    this.log = log;
    SplittableRandom random = new SplittableRandom(seed);
    this.worlds = new Environment[count];
    starts = new SplittableRandom[count];
    observations = new double[count][];
    returns = new double[count];
    for (int i = 0; i < count; i++) {
      this.worlds[i] = worlds.get();
      starts[i] = random.split();
      observations[i] = this.worlds[i].reset(starts[i]);
    }
    networks = new PolicyAndBaseline(this.worlds[0], options, random.split());
    choices = random.split();
    shuffles = random.split();
    seen = new Transitions(networks.encoder().width());
    now = new float[count * networks.encoder().width()];
    probabilities = new double[this.worlds[0].actions()];
  }

  /// Forgets what was seen.
  void clear() {
    seen.clear();
  }

  /// One step of each environment.
  void step() {
    int first = seen.count();
    int width = networks.encoder().width();
    for (int i = 0; i < worlds.length; i++) {
      networks.encoder().write(observations[i], now, i);
      seen.add(now, i * width);
    }
    float[] logits = networks.logits(now, worlds.length);
    for (int i = 0; i < worlds.length; i++) {
      choose(logits, i, first + i);
    }
    for (int i = 0; i < worlds.length; i++) {
      Environment.Step step = worlds[i].step(seen.action(first + i));
      log.step();
      returns[i] += step.reward();
      observations[i] = step.observation();
      seen.reward(first + i, step.reward());
      if (step.ends()) {
        seen.end(first + i, step.terminated() ? 0 : value(observations[i]));
        log.end(returns[i]);
        episodes++;
        returns[i] = 0;
        observations[i] = worlds[i].reset(starts[i]);
      }
    }
  }

  private double value(double[] observation) {
    networks.encoder().write(observation, now, 0);
    return networks.values(now, 1)[0];
  }

  /// An action by the softmax of row `row` of the logits, for transition `at`.
  private void choose(float[] logits, int row, int at) {
    int from = row * probabilities.length;
    double most = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < probabilities.length; a++) {
      most = Math.max(most, logits[from + a]);
    }
    double sum = 0;
    for (int a = 0; a < probabilities.length; a++) {
      probabilities[a] = Math.exp(logits[from + a] - most);
      sum += probabilities[a];
    }
    double left = sum * choices.nextDouble();
    int action = 0;
    while (action < probabilities.length - 1 && left >= probabilities[action]) {
      left -= probabilities[action];
      action++;
    }
    seen.choose(at, action, logits[from + action] - most - Math.log(sum));
  }

  /// Episodes that ended so far.
  long episodes() {
    return episodes;
  }

  /// Learns from what was seen. Episodes that are still under way count as worth what the baseline
  /// expects of them from here on.
  ///
  /// @param lambda of the advantages
  void learn(double lambda, ActorCritic.Reuse reuse) {
    int first = seen.count() - worlds.length;
    for (int i = 0; i < worlds.length; i++) {
      networks.encoder().write(observations[i], now, i);
    }
    float[] after = networks.values(now, worlds.length);
    for (int i = 0; i < worlds.length; i++) {
      seen.cut(first + i, after[i]);
    }
    float[] values = networks.values(seen.rows(), seen.count());
    seen.estimate(values, worlds.length, options.discount(), lambda);
    double rate = options.learningRate() * Math.max(0, 1 - log.done());
    int count = seen.count();
    int[] order = IntStream.range(0, count).toArray();
    for (int pass = 0; pass < reuse.passes(); pass++) {
      shuffle(order);
      int from = 0;
      for (int batch = 1; batch <= reuse.batches(); batch++) {
        int to = (int) ((long) count * batch / reuse.batches());
        if (to > from) {
          networks.step(seen, order, from, to, reuse.clip(), rate);
        }
        from = to;
      }
    }
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = shuffles.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }

  LearningRun result() {
    return new LearningRun(networks.learned(), log.curve());
  }
}
