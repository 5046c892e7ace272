package dev.softmax.cli;

import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Frame;
import dev.softmax.policy.environment.CartPole;
import dev.softmax.policy.environment.Environment;
import dev.softmax.policy.environment.GridMap;
import dev.softmax.policy.environment.GridWorld;
import dev.softmax.policy.learning.Budget;
import dev.softmax.policy.learning.CurveBand;
import dev.softmax.policy.learning.Learner;
import dev.softmax.policy.learning.LearningCurve;
import dev.softmax.policy.learning.LearningRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Learning to act by softmax.
@Command(
    name = "rl",
    sortOptions = false,
    description = {
      "Learns to act by softmax, from several seeds, and shows the returns.",
      "  cartpole  a pole balanced on a cart, 500 steps at most; solved at 475 over 100 episodes",
      "  cliff     Sutton and Barto's cliff, 4 by 12 cells",
      "  grid      a short way along pits and a longer one around, or the map of --map"
    },
    footer = {
      "",
      "A map has a letter for each cell, all lines of one length: S start, G goal, # wall, X pit",
      "(ends the episode), C cliff (back to the start), . free. A step is worth -1, a fall -100.",
      "",
      "Examples:",
      "  softmax rl cartpole --seeds 5 --plot returns.png",
      "  softmax rl cliff --learner sarsa --temperature 0 --epsilon 0.1",
      "  softmax rl cliff --temperature 10 --schedule linear --final-temperature 0.1",
      "  softmax rl grid --map maze.txt --learner expected-sarsa --json"
    })
final class Rl implements Callable<Integer> {
  /// Gymnasium's mark of CartPole-v1, over so many episodes.
  private static final double SOLVED = 475;

  private static final int WINDOW = 100;

  private static final int MOST_SEEDS = 1000;
  private static final long MOST_STEPS = 1_000_000_000;
  private static final long NETWORK_STEPS = 200_000;
  private static final long TABLE_STEPS = 20_000;

  /// Places of a drawn curve, and episodes of the mean at each.
  private static final int POINTS = 300;

  private static final int SMOOTHED = 20;

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "cartpole, cliff or grid.")
  private String name = "";

  @Option(names = "--map", paramLabel = "F", description = "The map of grid.")
  private @Nullable Path file;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Learn N times, from --seed on (default: ${DEFAULT-VALUE}).")
  private int seeds = 5;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of each (default: 200000 for networks, 20000 for tables).")
  private @Nullable Long given;

  @Option(
      names = "--plot",
      paramLabel = "F",
      description = "Draw returns with a band over the seeds: F.png, F.svg or F.pdf.")
  private @Nullable Path plot;

  @Mixin private final LearnerFlags flags = new LearnerFlags();
  @Spec private @Nullable CommandSpec command;
  @Mixin private final FigureOptions figure = new FigureOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Rl(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    FigureOptions.refuseWithout(plot, Objects.requireNonNull(command));
    @Nullable GridMap map = map();
    String standard = map == null ? "actor-critic" : "q-learning";
    boolean tabular = flags.isTabular(standard);
    if (tabular && map == null) {
      throw new UsageException(
          "--learner %s needs states, and cartpole has numbers; use actor-critic or reinforce"
              .formatted(flags.name(standard)));
    }
    long steps = given != null ? given : tabular ? TABLE_STEPS : NETWORK_STEPS;
    if (steps < 1 || steps > MOST_STEPS) {
      throw new UsageException("--steps " + steps + " is not from 1 to " + MOST_STEPS);
    }
    if (seeds < 1 || seeds > MOST_SEEDS) {
      throw new UsageException("--seeds " + seeds + " is not from 1 to " + MOST_SEEDS);
    }
    if (plot != null) {
      FigureOptions.check(plot);
      OutputFile.requireFolder(plot);
    }
    Learner learner = flags.learner(standard, steps);
    Supplier<Environment> worlds = () -> map == null ? new CartPole() : GridWorld.of(map);
    long[] numbers = LongStream.range(common.seed, common.seed + seeds).toArray();
    List<LearningRun> runs;
    try (ProgressLine line = new ProgressLine(streams, true)) {
      runs = learner.learnEach(worlds, Budget.of(steps), numbers, line);
    }
    show(map, numbers, runs, worlds);
    if (plot != null) {
      draw(runs, flags.name(standard), plot);
    }
    return Main.DONE;
  }

  /// The map of a grid world; none for the cart.
  private @Nullable GridMap map() {
    if (file != null && !name.equals("grid")) {
      throw new UsageException("--map is for grid");
    }
    return switch (name) {
      case "cartpole" -> null;
      case "cliff" -> GridMap.CLIFF;
      case "grid" -> file == null ? GridMap.PITS : GridMap.read(file);
      default ->
          throw new UsageException(
              "there is no environment '" + name + "'; there are cartpole, cliff and grid");
    };
  }

  private void show(
      @Nullable GridMap map, long[] numbers, List<LearningRun> runs, Supplier<Environment> worlds) {
    // A grid has no chance in it: one walk tells what a hundred would.
    int walks = map == null ? WINDOW : 1;
    TextTable table = new TextTable("rrrrr");
    table.row(
        "seed", "episodes", "last " + WINDOW, "greedy", map == null ? "solved after steps" : "");
    for (int i = 0; i < numbers.length; i++) {
      LearningRun run = runs.get(i);
      LearningCurve curve = run.curve();
      double greedy =
          Arrays.stream(run.policy().play(worlds.get(), true, walks, numbers[i]))
              .average()
              .orElseThrow();
      OptionalLong solved = map == null ? curve.reached(SOLVED, WINDOW) : OptionalLong.empty();
      if (common.json) {
        json(map, numbers[i], run, greedy, solved);
      } else {
        table.row(
            Long.toString(numbers[i]),
            Integer.toString(curve.episodes()),
            curve.episodes() == 0 ? "none" : decimal(curve.last(WINDOW)),
            decimal(greedy),
            map != null ? "" : solved.isPresent() ? Long.toString(solved.getAsLong()) : "not");
      }
    }
    if (!common.json) {
      table.print(streams.out());
      if (map != null) {
        streams.out().println("\nThe way of seed " + numbers[0] + ":");
        GridPath.of(map, runs.getFirst().policy()).forEach(streams.out()::println);
      }
    }
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private void json(
      @Nullable GridMap map, long seed, LearningRun run, double greedy, OptionalLong solved) {
    LearningCurve curve = run.curve();
    Map<String, @Nullable Object> answer =
        Json.object(
            "environment",
            name,
            "seed",
            seed,
            "steps",
            curve.steps(),
            "episodes",
            curve.episodes(),
            "last",
            curve.last(WINDOW),
            "greedy",
            greedy,
            "returns",
            curve.returns(),
            "ends",
            Arrays.stream(curve.ends()).boxed().toList());
    if (map == null) {
      answer.put("solved", solved.isPresent() ? solved.getAsLong() : null);
    } else {
      answer.put("way", GridPath.of(map, run.policy()));
    }
    Json.print(streams.out(), answer);
  }

  private void draw(List<LearningRun> runs, String learner, Path to) throws IOException {
    List<LearningCurve> curves = runs.stream().map(LearningRun::curve).toList();
    if (curves.stream().anyMatch(curve -> curve.episodes() == 0)) {
      throw new UsageException("--plot: no episode ended within the steps; give more --steps");
    }
    CurveBand band = CurveBand.of(curves, POINTS, SMOOTHED);
    String title = "%s by %s: mean and range of %d seeds".formatted(name, learner, curves.size());
    boolean many = band.steps()[POINTS - 1] >= 10_000;
    double[] x = Arrays.stream(band.steps()).map(step -> many ? step / 1000 : step).toArray();
    Curve curve = Curve.of(learner, x, band.mean()).withBand(band.low(), band.high());
    Frame frame =
        Frame.of(
            title, many ? "thousand steps" : "steps", "return, mean of " + SMOOTHED + " episodes");
    figure.save(Curves.of(curve).with(frame), to);
  }
}
