package dev.softmax.cli;

import dev.softmax.io.InputException;
import dev.softmax.symbolic.Notation;
import dev.softmax.symbolic.SoftmaxFormulas;
import dev.softmax.symbolic.StabilityWalk;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// What `softmax explain --stability` says.
final class ExplainedStability {
  private static final double[][] UNSTABLE = {{1000, 2000, 3000}, {-1000, 0, 1000}};

  private final PrintStream out;
  private final boolean json;

  ExplainedStability(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// The textbook's and the stable form, at two points that break the former, or at a point of one's own.
  void print(List<BigDecimal> point) {
    double[] own = point.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    if (own.length == 1) {
      throw new UsageException("--stability needs two numbers or more in --at");
    }
    String shift = SoftmaxFormulas.of(2).shift().in(Notation.TEXT);
    for (double[] logits : own.length == 0 ? UNSTABLE : new double[][] {own}) {
      StabilityWalk walk;
      try {
        walk = StabilityWalk.of(logits);
      } catch (IllegalArgumentException e) {
        throw new InputException("--at: " + e.getMessage());
      }
      if (json) {
        Json.print(
            out,
            Json.object(
                "logits",
                logits,
                "naive",
                steps(walk.naive()),
                "stable",
                steps(walk.stable()),
                "shift",
                shift,
                "differencesExact",
                walk.differencesExact()));
      } else {
        print(walk, shift);
      }
    }
  }

  private static List<Object> steps(List<StabilityWalk.Step> steps) {
    List<Object> all = new ArrayList<>();
    for (StabilityWalk.Step step : steps) {
      double[] values = step.values().stream().mapToDouble(Double::doubleValue).toArray();
      all.add(Json.object("formula", step.formula(), "values", values, "note", step.note()));
    }
    return all;
  }

  private void print(StabilityWalk walk, String shift) {
    String logits = String.join(", ", walk.logits().stream().map(TextTable::plain).toList());
    out.println("softmax of " + logits + " in double");
    out.println();
    out.println("the textbook's form");
    table(walk.naive());
    out.println();
    out.println("the stable form");
    table(walk.stable());
    out.println();
    out.println(
        "why the shift changes nothing: exp(x_i - c)/sum_j exp(x_j - c), and exp(-c) cancels;");
    out.println("softmax(x - c) - softmax(x) simplifies to " + shift + ".");
    out.println(
        walk.differencesExact()
            ? "Here every difference x_i - m is a double, too: the shift is exact in arithmetic as well."
            : "Here a difference x_i - m was rounded, by half a unit of its last digit at most.");
    out.println();
  }

  private void table(List<StabilityWalk.Step> steps) {
    TextTable table = new TextTable("lll");
    for (StabilityWalk.Step step : steps) {
      String values = String.join(", ", step.values().stream().map(TextTable::plain).toList());
      table.row("  " + step.formula(), values, step.note());
    }
    table.print(out);
  }
}
