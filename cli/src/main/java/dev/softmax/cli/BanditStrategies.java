package dev.softmax.cli;

import dev.softmax.policy.BanditStrategy;
import dev.softmax.policy.BanditStrategy.Estimates;
import dev.softmax.policy.Mellowmax;
import dev.softmax.policy.TargetEntropy;
import dev.softmax.policy.TemperatureSchedule;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The strategies of bandits by their names on the command line, each with the one number it has; [Bandit]
/// says what the numbers are.
enum BanditStrategies {
  GREEDY(0),
  EPSILON_GREEDY(0.1),
  OPTIMISTIC(5),
  UCB(2),
  SOFTMAX(0.25),
  ENTROPY(0.5),
  MELLOWMAX(10),
  GRADIENT(0.1),
  EXP3(0.1);

  private final double standard;

  BanditStrategies(double standard) {
    this.standard = standard;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The strategy of a word such as `softmax` or `softmax:0.5`.
  static BanditStrategy of(String word) {
    String[] parts = word.split(":", 2);
    for (BanditStrategies one : values()) {
      if (one.word().equals(parts[0])) {
        try {
          return one.create(parts.length < 2 ? one.standard : Double.parseDouble(parts[1]));
        } catch (NumberFormatException e) {
          throw new UsageException("strategy %s: '%s' is not a number".formatted(word, parts[1]));
        } catch (IllegalArgumentException e) {
          throw new UsageException("strategy " + word + ": " + e.getMessage());
        }
      }
    }
    throw new UsageException("there is no strategy '" + parts[0] + "'; there are " + all());
  }

  private static String all() {
    return Arrays.stream(values())
        .map(BanditStrategies::word)
        .collect(Collectors.joining(", "))
        .replaceFirst(", ([^,]*)$", " and $1");
  }

  private BanditStrategy create(double number) {
    return switch (this) {
      case GREEDY -> new BanditStrategy.EpsilonGreedy(0, new Estimates(number, 0));
      case EPSILON_GREEDY -> new BanditStrategy.EpsilonGreedy(number, Estimates.AVERAGES);
      case OPTIMISTIC -> new BanditStrategy.EpsilonGreedy(0, new Estimates(number, 0.1));
      case UCB -> new BanditStrategy.UpperConfidence(number);
      case SOFTMAX -> softmax(new TemperatureSchedule.Constant(number));
      case ENTROPY -> softmax(new TargetEntropy(number));
      case MELLOWMAX -> softmax(new Mellowmax(number));
      case GRADIENT -> new BanditStrategy.GradientBandit(number, true);
      case EXP3 -> new BanditStrategy.Exp3(number, -4, 5);
    };
  }

  private static BanditStrategy softmax(TemperatureSchedule schedule) {
    return new BanditStrategy.SoftmaxValues(schedule, Estimates.AVERAGES);
  }
}
