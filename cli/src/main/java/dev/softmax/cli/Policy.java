package dev.softmax.cli;

import dev.softmax.policy.SoftmaxPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Action values to draws.
@Command(
    name = "policy",
    sortOptions = false,
    description = {
      "Draws actions by the softmax of their values, and shows how often each was drawn.",
      "Beside it stands the 95 %% interval (Wilson's) of its probability as the draws alone tell it."
    },
    footer = {
      "",
      "Examples:",
      "  softmax policy --q 1,2,1.5,0.5 --temperature 1 --draws 1000 --seed 1",
      "  softmax policy --q 1,2,1.5,0.5 --allowed 0,2,3 --epsilon 0.1 --json"
    })
final class Policy implements Callable<Integer> {
  /// Of the normal distribution: 95 % lie within it.
  private static final double Z = 1.959963984540054;

  private static final int MOST_DRAWS = 1_000_000_000;

  private final Streams streams;

  @Option(
      names = "--q",
      required = true,
      paramLabel = "X,…",
      description = "The actions' values or preferences; -inf rules one out.")
  private String values = "";

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Divides the values: below 1 greedier, above 1 more even (default: 1).")
  private double temperature = 1;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "Share of draws that go to any allowed action alike (default: 0).")
  private double epsilon;

  @Option(
      names = "--allowed",
      split = ",",
      paramLabel = "A",
      description = "Numbers of the actions that may be taken, from 0 (default: all).")
  private int @Nullable [] allowed;

  @Option(names = "--labels", split = ",", paramLabel = "NAME", description = "The actions' names.")
  private String @Nullable [] labels;

  @Option(names = "--draws", paramLabel = "N", description = "How many (default: 1000).")
  private int draws = 1000;

  @Mixin private final CommonOptions common = new CommonOptions();

  Policy(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new UsageException("--temperature " + temperature + " is not a number above 0");
    }
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new UsageException("--epsilon " + epsilon + " is not from 0 to 1");
    }
    if (draws < 1 || draws > MOST_DRAWS) {
      throw new UsageException("--draws " + draws + " is not from 1 to " + MOST_DRAWS);
    }
    ScoreRows scores = ScoreRows.of(List.of(values.strip().split("[,\\s]+")));
    List<String> names = scores.names(labels);
    SoftmaxPolicy policy = policy(scores.row(scores.logits(), 0));
    int[] counts = new int[policy.actions()];
    SplittableRandom random = new SplittableRandom(common.seed);
    for (int i = 0; i < draws; i++) {
      counts[policy.sample(random)]++;
    }
    if (common.json) {
      json(policy, counts);
    } else {
      print(policy, names, counts);
    }
    return Main.DONE;
  }

  private SoftmaxPolicy policy(double[] of) {
    try {
      SoftmaxPolicy policy = SoftmaxPolicy.of(of);
      if (allowed != null) {
        boolean[] mask = new boolean[of.length];
        for (int action : allowed) {
          if (action < 0 || action >= of.length) {
            throw new UsageException(
                "--allowed %d: there are the actions 0 to %d".formatted(action, of.length - 1));
          }
          mask[action] = true;
        }
        policy = policy.withMask(mask);
      }
      return policy.withTemperature(temperature).withEpsilon(epsilon);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--q: " + String.valueOf(e.getMessage()).replaceFirst("^policy: ", ""));
    }
  }

  private void json(SoftmaxPolicy policy, int[] counts) {
    double[] frequencies = new double[counts.length];
    List<double[]> intervals = new ArrayList<>();
    for (int a = 0; a < counts.length; a++) {
      frequencies[a] = (double) counts[a] / draws;
      intervals.add(interval(counts[a]));
    }
    Json.print(
        streams.out(),
        Json.object(
            "probabilities",
            policy.probabilities(),
            "frequencies",
            frequencies,
            "intervals",
            intervals,
            "entropy",
            policy.entropy(),
            "temperature",
            temperature,
            "draws",
            draws));
  }

  private void print(SoftmaxPolicy policy, List<String> names, int[] counts) {
    TextTable table = new TextTable("lrrr");
    table.row("action", "probability", "frequency", "95 % interval");
    for (int a = 0; a < counts.length; a++) {
      double[] interval = interval(counts[a]);
      table.row(
          names.get(a),
          TextTable.number(policy.probability(a)),
          TextTable.number((double) counts[a] / draws),
          String.format(Locale.ROOT, "%.4f to %.4f", interval[0], interval[1]));
    }
    table.print(streams.out());
    streams.out().println("entropy " + TextTable.number(policy.entropy()) + " nats");
  }

  /// The interval of Wilson (1927) for a share that was seen `count` times.
  private double[] interval(int count) {
    double share = (double) count / draws;
    double z = Z * Z / draws;
    double middle = (share + z / 2) / (1 + z);
    double half = Z * Math.sqrt((share * (1 - share) + z / 4) / draws) / (1 + z);
    return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
  }
}
