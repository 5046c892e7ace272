package dev.softmax.cli;

import dev.softmax.policy.Exploration;
import dev.softmax.policy.TargetEntropy;
import dev.softmax.policy.TemperatureSchedule;
import dev.softmax.policy.learning.ActorCritic;
import dev.softmax.policy.learning.ExpectedSarsa;
import dev.softmax.policy.learning.Learner;
import dev.softmax.policy.learning.PolicyGradientOptions;
import dev.softmax.policy.learning.QLearning;
import dev.softmax.policy.learning.Reinforce;
import dev.softmax.policy.learning.Sarsa;
import dev.softmax.policy.learning.TabularOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How it is learned to act. Options of one sort of learner are refused by the other.
final class LearnerFlags {
  private static final String TABULAR = " is for q-learning, sarsa and expected-sarsa";
  private static final String NETWORK = " is for actor-critic and reinforce";

  @Option(
      names = "--learner",
      paramLabel = "L",
      description =
          "actor-critic, reinforce, q-learning, sarsa or expected-sarsa (default: actor-critic for"
              + " cartpole, else q-learning).")
  private @Nullable String learner;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Tables: temperature of the softmax of action values, at first (default: 1). 0 with"
              + " --epsilon takes the largest.")
  private @Nullable Double temperature;

  @Option(
      names = "--schedule",
      paramLabel = "S",
      description =
          "Tables: constant, linear or exponential (down to --final-temperature over all steps), or"
              + " logarithmic (T / ln(step + 2)) (default: constant).")
  private @Nullable String schedule;

  @Option(
      names = "--final-temperature",
      paramLabel = "T",
      description = "Of linear and exponential (default: a hundredth of the first).")
  private @Nullable Double last;

  @Option(
      names = "--entropy",
      paramLabel = "NATS",
      description = "Tables: the temperature adapts to this entropy of the policy.")
  private @Nullable Double entropy;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "Tables: share of steps with any action (default: 0).")
  private @Nullable Double epsilon;

  @Option(names = "--step-size", paramLabel = "A", description = "Tables: alpha (default: 0.5).")
  private @Nullable Double stepSize;

  @Option(
      names = "--discount",
      paramLabel = "G",
      description = "Gamma (default: 1 for tables, 0.99 for networks).")
  private @Nullable Double discount;

  @Option(
      names = "--hidden",
      split = ",",
      paramLabel = "N",
      description = "Networks: widths of the hidden layers (default: 64,64).")
  private Integer @Nullable [] hidden;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Networks: of Adam at first; falls to 0 (default: 0.003).")
  private @Nullable Double learningRate;

  @Option(
      names = "--entropy-bonus",
      paramLabel = "B",
      description = "Networks: what a nat of the policy's entropy is worth (default: 0.01).")
  private @Nullable Double bonus;

  /// Whether the learner is one of tables, if `standard` is used where none is asked for.
  boolean isTabular(String standard) {
    return switch (name(standard)) {
      case "actor-critic", "reinforce" -> false;
      case "q-learning", "sarsa", "expected-sarsa" -> true;
      default ->
          throw new UsageException(
              "there is no learner '%s'; there are actor-critic, reinforce, q-learning, sarsa and expected-sarsa"
                  .formatted(name(standard)));
    };
  }

  /// The learner's name.
  String name(String standard) {
    return learner == null ? standard : learner;
  }

  /// The learner.
  ///
  /// @param steps over which temperatures fall
  Learner learner(String standard, long steps) {
    boolean tabular = isTabular(standard);
    if (tabular) {
      refuse(hidden, "--hidden", NETWORK);
      refuse(learningRate, "--learning-rate", NETWORK);
      refuse(bonus, "--entropy-bonus", NETWORK);
    } else {
      refuse(temperature, "--temperature", TABULAR);
      refuse(schedule, "--schedule", TABULAR);
      refuse(last, "--final-temperature", TABULAR);
      refuse(entropy, "--entropy", TABULAR);
      refuse(epsilon, "--epsilon", TABULAR);
      refuse(stepSize, "--step-size", TABULAR);
    }
    try {
      return switch (name(standard)) {
        case "actor-critic" -> ActorCritic.standard().withOptions(network());
        case "reinforce" -> Reinforce.standard().withOptions(network());
        case "sarsa" -> new Sarsa(table(steps));
        case "expected-sarsa" -> new ExpectedSarsa(table(steps));
        default -> new QLearning(table(steps));
      };
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static void refuse(@Nullable Object given, String name, String reason) {
    if (given != null) {
      throw new UsageException(name + reason);
    }
  }

  private PolicyGradientOptions network() {
    PolicyGradientOptions options = PolicyGradientOptions.defaults();
    options = hidden == null ? options : options.withHidden(hidden);
    options = learningRate == null ? options : options.withLearningRate(learningRate);
    options = bonus == null ? options : options.withEntropyBonus(bonus);
    return discount == null ? options : options.withDiscount(discount);
  }

  private TabularOptions table(long steps) {
    TabularOptions options = TabularOptions.defaults().withExploration(exploration(steps));
    options = stepSize == null ? options : options.withStepSize(stepSize);
    return discount == null ? options : options.withDiscount(discount);
  }

  private Exploration exploration(long steps) {
    double share = epsilon == null ? 0 : epsilon;
    if (entropy != null) {
      refuse(temperature, "--temperature", " and --entropy exclude each other");
      refuse(schedule, "--schedule", " and --entropy exclude each other");
      refuse(last, "--final-temperature", " and --entropy exclude each other");
      return new Exploration.Softmax(new TargetEntropy(entropy), share);
    }
    double from = temperature == null ? 1 : temperature;
    if (from == 0 && share > 0) {
      refuse(schedule, "--schedule", " needs a --temperature above 0");
      refuse(last, "--final-temperature", " needs a --temperature above 0");
      return new Exploration.Greedy(share);
    }
    if (!(from > 0 && from < Double.POSITIVE_INFINITY)) {
      throw new UsageException(
          "--temperature %s is not a number above 0, nor 0 with an --epsilon above 0"
              .formatted(from));
    }
    return new Exploration.Softmax(schedule(from, steps), share);
  }

  private TemperatureSchedule schedule(double from, long steps) {
    String name = schedule == null ? "constant" : schedule;
    boolean falls = name.equals("linear") || name.equals("exponential");
    if (!falls) {
      refuse(last, "--final-temperature", " is for the schedules linear and exponential");
    }
    double to = last == null ? from / 100 : last;
    if (!(to > 0 && to <= from)) {
      throw new UsageException(
          "--final-temperature %s is not above 0 and up to the first, %s".formatted(to, from));
    }
    return switch (name) {
      case "constant" -> new TemperatureSchedule.Constant(from);
      case "linear" -> new TemperatureSchedule.Linear(from, to, steps);
      case "exponential" ->
          new TemperatureSchedule.Exponential(from, Math.pow(to / from, 1.0 / steps), to);
      case "logarithmic" -> new TemperatureSchedule.Logarithmic(from);
      default ->
          throw new UsageException(
              "there is no schedule '%s'; there are constant, linear, exponential and logarithmic"
                  .formatted(name));
    };
  }
}
