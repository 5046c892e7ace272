package dev.softmax.cli;

import dev.softmax.linear.GradientDescent;
import dev.softmax.linear.Lbfgs;
import dev.softmax.linear.Options;
import dev.softmax.linear.TruncatedNewton;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a softmax regression is fitted.
final class SolverOptions {
  /// Steps of gradient descent where none are asked for.
  private static final int EPOCHS = 1000;

  private static final double LEARNING_RATE = 0.1;

  /// The solvers; their names are the words on the command line.
  enum Kind {
    AUTO,
    LBFGS,
    NEWTON,
    GRADIENT_DESCENT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--c",
      paramLabel = "C",
      description = "Inverse strength of the L2 penalty; inf for none (default: 1).")
  String c = "1";

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      description = "auto, lbfgs, newton or gradient-descent (default: auto).")
  Kind kind = Kind.AUTO;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Step of gradient descent on the mean loss (default: 0.1).")
  @Nullable Double learningRate;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Most steps of the solver (default: 1000).")
  @Nullable Integer epochs;

  /// The options of the regression.
  Options regression() {
    if (learningRate != null && kind != Kind.GRADIENT_DESCENT) {
      throw new UsageException("--learning-rate is for --solver gradient-descent");
    }
    if (epochs != null && epochs < 1) {
      throw new UsageException("--epochs " + epochs + " is not at least 1");
    }
    double rate = learningRate == null ? LEARNING_RATE : learningRate;
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new UsageException("--learning-rate " + rate + " is not a number above 0");
    }
    Options options =
        Options.defaults().withC(penalty()).withMaxIterations(epochs == null ? EPOCHS : epochs);
    return switch (kind) {
      case AUTO -> options;
      case LBFGS -> options.withSolver(new Lbfgs());
      case NEWTON -> options.withSolver(new TruncatedNewton());
      case GRADIENT_DESCENT -> options.withSolver(new GradientDescent(rate));
    };
  }

  /// Does the solver take as many steps as it may?
  boolean takesAllSteps() {
    return kind == Kind.GRADIENT_DESCENT;
  }

  private double penalty() {
    try {
      double value = c.equalsIgnoreCase("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(c);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new UsageException("--c " + c + " is not a number above 0, nor inf");
    }
    throw new UsageException("--c " + c + " is not a number above 0, nor inf");
  }
}
