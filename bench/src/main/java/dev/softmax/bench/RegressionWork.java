package dev.softmax.bench;

import dev.softmax.Progress;
import dev.softmax.linear.FitData;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Softmax regression by the solver that is chosen for the data, at the loosest tolerance that reaches
/// the objective asked for, or what a peer on the JVM has reached.
final class RegressionWork implements Workload {
  /// Peers on the JVM (`bench/jvm-peers`), which are kinds of rows.
  static final Set<String> PEERS = Set.of("smile", "tribuo", "liblinear", "spark");

  /// Found once a row and goal: inputs are made anew when the number of threads changes, and a peer may
  /// have reached something else with it.
  private static final Map<String, Options> SETTLED = new ConcurrentHashMap<>();

  private final FitData data;
  private final RegressionGoal goal;
  private final Options options;
  private @Nullable SoftmaxRegression model;

  private RegressionWork(String row, FitData data, RegressionGoal goal, int firstPower) {
    this.data = data;
    this.goal = goal;
    options = SETTLED.computeIfAbsent(row + goal, any -> settle(data, goal, firstPower));
  }

  /// The data set of a name such as `letter`, to the objective that its file says.
  static RegressionWork of(String name) {
    RegressionData read = RegressionData.of(name);
    return new RegressionWork(name, read.data(), read.goal(), 4);
  }

  /// The same to what a peer has reached, which may be far from the least.
  static RegressionWork of(String peer, String name) {
    FitData data = RegressionData.of(name).data();
    return new RegressionWork(peer + "/" + name, data, RegressionGoal.of(peer, name), 0);
  }

  @Override
  public void run() {
    model = SoftmaxRegression.fit(data, options, Progress.NONE);
  }

  @Override
  public double checksum() {
    return goal.of(Objects.requireNonNull(model), options.c());
  }

  /// The loosest options that reach the goal. A cross-entropy that the penalty puts out of reach is
  /// sought without one.
  private static Options settle(FitData data, RegressionGoal goal, int firstPower) {
    Options penalised = Options.defaults().withC(goal.c());
    return loosest(data, penalised, goal, firstPower)
        .or(
            () ->
                goal.measure() == RegressionGoal.Measure.CROSS_ENTROPY
                    ? loosest(data, penalised.withC(Double.POSITIVE_INFINITY), goal, firstPower)
                    : Optional.empty())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "regression: no tolerance reaches the goal " + goal.value()));
  }

  /// The largest tolerance `10^(-k/2)` that reaches the goal: the peers' rule.
  private static Optional<Options> loosest(
      FitData data, Options options, RegressionGoal goal, int first) {
    for (int k = first; k < 19; k++) {
      Options tried = options.withTolerance(Math.pow(10, -k / 2.0));
      SoftmaxRegression model = SoftmaxRegression.fit(data, tried, Progress.NONE);
      if (goal.of(model, options.c()) <= goal.value()) {
        return Optional.of(tried);
      }
      if (!model.report().orElseThrow().converged()) {
        break;
      }
    }
    return Optional.empty();
  }
}
