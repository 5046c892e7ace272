package dev.softmax.cli;

import dev.softmax.Progress;
import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Figure;
import dev.softmax.plot.Frame;
import dev.softmax.plot.Panels;
import dev.softmax.policy.BanditStrategy;
import dev.softmax.policy.Testbed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Strategies on a testbed of bandits.
@Command(
    name = "bandit",
    sortOptions = false,
    description = {
      "Lets strategies play on many bandits with Gaussian arms, and shows their rewards.",
      "The bandits are those of Sutton and Barto's chapter 2; the mean reward is shown, and how often"
          + " the best arm was pulled. A strategy may have a number after a colon, as softmax:0.5:",
      "  greedy          first estimate of each arm (0)",
      "  epsilon-greedy  share of steps on any arm (0.1)",
      "  optimistic      first estimate of each arm, greedy with a step size of 0.1 (5)",
      "  ucb             weight of uncertainty (2)",
      "  softmax         temperature (0.25)",
      "  entropy         nats of entropy, to which the temperature of a softmax adapts (0.5)",
      "  mellowmax       omega, from which the temperature of a softmax follows (10)",
      "  gradient        step size (0.1)",
      "  exp3            share of steps on any arm; rewards from -4 to 5 count (0.1)"
    },
    footer = {
      "",
      "Examples:",
      "  softmax bandit --plot curves.png",
      "  softmax bandit epsilon-greedy:0.1 epsilon-greedy:0.01 greedy --runs 500",
      "  softmax bandit gradient:0.1 gradient:0.4 --mean 4 --json"
    })
final class Bandit implements Callable<Integer> {
  private static final int MOST_STEPS = 1_000_000;
  private static final int MOST_RUNS = 100_000;
  private static final int MOST_ARMS = 10_000;

  /// Of runs times steps: more would need gigabytes for the curves.
  private static final long MOST_PLAYED = 1_000_000_000;

  /// Places of a drawn curve.
  private static final int POINTS = 500;

  /// Of the normal distribution: 95 % lie within it.
  private static final double Z = 1.959963984540054;

  private final Streams streams;

  @Parameters(
      paramLabel = "STRATEGY",
      description = "Strategies (default: all but entropy and mellowmax).")
  private final List<String> names = new ArrayList<>();

  @Option(names = "--runs", paramLabel = "N", description = "Bandits (default: ${DEFAULT-VALUE}).")
  private int runs = 2000;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps on each bandit (default: ${DEFAULT-VALUE}).")
  private int steps = 1000;

  @Option(names = "--arms", paramLabel = "N", description = "Arms (default: ${DEFAULT-VALUE}).")
  private int arms = 10;

  @Option(
      names = "--mean",
      paramLabel = "X",
      description = "Mean of the arms' true values (default: 0).")
  private double mean;

  @Option(
      names = "--plot",
      paramLabel = "F",
      description = "Draw both curves with bands of 95 %% over the bandits: F.png, F.svg or F.pdf.")
  private @Nullable Path plot;

  @Spec private @Nullable CommandSpec command;
  @Mixin private final FigureOptions figure = new FigureOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Bandit(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    FigureOptions.refuseWithout(plot, Objects.requireNonNull(command));
    within("--runs", runs, 1, MOST_RUNS);
    within("--steps", steps, 1, MOST_STEPS);
    within("--arms", arms, 2, MOST_ARMS);
    if ((long) runs * steps > MOST_PLAYED) {
      throw new UsageException("--runs times --steps is above " + MOST_PLAYED);
    }
    if (!Double.isFinite(mean)) {
      throw new UsageException("--mean " + mean + " is not a number");
    }
    if (plot != null) {
      FigureOptions.check(plot);
      OutputFile.requireFolder(plot);
    }
    List<String> words =
        names.isEmpty()
            ? List.of(
                "greedy",
                "epsilon-greedy:0.01",
                "epsilon-greedy:0.1",
                "optimistic",
                "ucb",
                "softmax",
                "gradient",
                "exp3")
            : names;
    List<BanditStrategy> strategies = words.stream().map(BanditStrategies::of).toList();
    List<Testbed.Curves> curves = play(strategies);
    if (common.json) {
      for (int i = 0; i < words.size(); i++) {
        json(words.get(i), curves.get(i));
      }
    } else {
      print(words, curves);
    }
    if (plot != null) {
      figure.save(figure(words, curves), plot);
    }
    return Main.DONE;
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UsageException("%s %d is not from %d to %d".formatted(name, value, least, most));
    }
  }

  private List<Testbed.Curves> play(List<BanditStrategy> strategies) {
    Testbed bed = new Testbed(arms, runs, steps, mean, common.seed);
    List<Testbed.Curves> curves = new ArrayList<>();
    try (ProgressLine line = new ProgressLine(streams, true)) {
      for (int i = 0; i < strategies.size(); i++) {
        long before = (long) i * runs;
        long all = (long) strategies.size() * runs;
        Progress progress =
            (stage, done, _, loss) -> {
              // The bed reports from all of its threads.
              synchronized (line) {
                line.report(stage, before + done, all, loss);
              }
            };
        curves.add(bed.play(strategies.get(i), progress));
      }
    }
    return curves;
  }

  /// Mean of the last tenth of a curve.
  private static double last(double[] curve) {
    int from = curve.length - Math.max(1, curve.length / 10);
    return Arrays.stream(curve, from, curve.length).average().orElseThrow();
  }

  private void print(List<String> words, List<Testbed.Curves> curves) {
    int tenth = Math.max(1, steps / 10);
    TextTable table = new TextTable("lrrr");
    String end = tenth == 1 ? "last step" : "last " + tenth + " steps";
    table.row("strategy", "mean reward", "reward, " + end, "best arm, " + end);
    for (int i = 0; i < words.size(); i++) {
      Testbed.Curves of = curves.get(i);
      table.row(
          words.get(i),
          String.format(Locale.ROOT, "%.4f", Arrays.stream(of.reward()).average().orElseThrow()),
          String.format(Locale.ROOT, "%.4f", last(of.reward())),
          String.format(Locale.ROOT, "%.1f %%", 100 * last(of.optimal())));
    }
    table.print(streams.out());
  }

  private void json(String word, Testbed.Curves of) {
    Json.print(
        streams.out(),
        Json.object(
            "strategy",
            word,
            "meanReward",
            Arrays.stream(of.reward()).average().orElseThrow(),
            "lastReward",
            last(of.reward()),
            "lastOptimal",
            last(of.optimal()),
            "reward",
            of.reward(),
            "rewardError",
            of.rewardError(),
            "optimal",
            of.optimal(),
            "optimalError",
            of.optimalError()));
  }

  private Figure figure(List<String> words, List<Testbed.Curves> curves) {
    List<Curve> rewards = new ArrayList<>();
    List<Curve> shares = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      Testbed.Curves of = curves.get(i);
      rewards.add(curve(words.get(i), of.reward(), of.rewardError(), 1));
      shares.add(curve(words.get(i), of.optimal(), of.optimalError(), 100));
    }
    Panels panels =
        Panels.of(
            Curves.of(rewards).with(Frame.of("Average reward", "step", "")),
            Curves.of(shares).withYRange(0, 100).with(Frame.of("% best arm", "step", "")));
    return panels.with(panels.frame().withSize(1000, 460));
  }

  /// A curve at no more than some places, with a band of 95 %.
  private Curve curve(String name, double[] values, double[] errors, double scale) {
    int points = Math.min(POINTS, steps);
    int[] at =
        IntStream.range(0, points)
            .map(i -> points == 1 ? 0 : (int) ((long) i * (steps - 1) / (points - 1)))
            .toArray();
    double[] x = Arrays.stream(at).mapToDouble(i -> i + 1).toArray();
    double[] y = Arrays.stream(at).mapToDouble(i -> scale * values[i]).toArray();
    double[] low =
        Arrays.stream(at).mapToDouble(i -> scale * (values[i] - Z * errors[i])).toArray();
    double[] high =
        Arrays.stream(at).mapToDouble(i -> scale * (values[i] + Z * errors[i])).toArray();
    return Curve.of(name, x, y).withBand(low, high);
  }
}
