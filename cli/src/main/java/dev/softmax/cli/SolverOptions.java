package dev.softmax.cli;

import dev.softmax.linear.CrossValidationOptions;
import dev.softmax.linear.GradientDescent;
import dev.softmax.linear.Lbfgs;
import dev.softmax.linear.Options;
import dev.softmax.linear.StochasticDualAscent;
import dev.softmax.linear.TruncatedNewton;
import dev.softmax.model.TrainOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a softmax regression is fitted.
final class SolverOptions {
  /// Steps of gradient descent where none are asked for.
  private static final int EPOCHS = 1000;

  private static final double LEARNING_RATE = 0.1;

  private static final String GRADIENT_DESCENT = "gradient-descent";

  @Option(
      names = "--c",
      paramLabel = "C",
      description =
          "Inverse strength of the L2 penalty; inf for none (default: 1; of --tune head 0.1).")
  @Nullable String c;

  @Option(
      names = "--l1-ratio",
      paramLabel = "R",
      description =
          "Share of the penalty that is L1, from 0 to 1; it makes coefficients exactly 0 (default:"
              + " 0).")
  @Nullable Double l1Ratio;

  @Option(
      names = "--cv",
      paramLabel = "FOLDS",
      description = "Choose C by cross-validation in so many folds, by the mean log-loss.")
  @Nullable Integer folds;

  @Option(
      names = "--one-standard-error",
      description =
          "With --cv, take the strongest penalty within one standard error of the best one.")
  boolean oneStandardError;

  @Mixin final LimitFlags limits = new LimitFlags();
  @Mixin final RowFlags rows = new RowFlags();

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      description = "auto, lbfgs, newton, sdca or gradient-descent (default: auto).")
  @Nullable String solver;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description =
          "Step of gradient descent on the mean loss (default: 0.1), or of a network (default:"
              + " 0.001; of a GRU 0.005, of a Transformer 0.002, of pictures by network).")
  @Nullable Double learningRate;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Most steps of the solver (default: 1000), or epochs of a network (default: 20, of"
              + " fewer than 3200 rows 64000 / rows; of texts 50, of language models 10, of"
              + " pictures 6 to 30).")
  @Nullable Integer epochs;

  /// The options of the regression.
  Options regression() {
    if (learningRate != null && !takesAllSteps()) {
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
    options = options.withL1Ratio(ratio());
    crossValidation();
    String name = solver == null ? "auto" : solver;
    return switch (name) {
      case "auto" -> options;
      case "lbfgs" -> options.withSolver(new Lbfgs());
      case "newton" -> options.withSolver(new TruncatedNewton());
      case "sdca" -> {
        if (Double.isInfinite(options.c())) {
          throw new UsageException("--solver sdca needs a penalty: a finite --c");
        }
        yield options.withSolver(new StochasticDualAscent());
      }
      case GRADIENT_DESCENT -> options.withSolver(new GradientDescent(rate));
      default ->
          throw new UsageException(
              "there is no solver '"
                  + name
                  + "'; there are auto, lbfgs, newton, sdca and gradient-descent");
    };
  }

  /// The share of the L1 penalty, 0 where none was given.
  private double ratio() {
    double ratio = l1Ratio == null ? 0 : l1Ratio;
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new UsageException("--l1-ratio " + ratio + " is not from 0 to 1");
    }
    String limited = ratio > 0 ? "--l1-ratio" : limits.given();
    if (!limited.isEmpty() && solver != null && !solver.equals("auto")) {
      throw new UsageException(
          limited + " has a solver of its own; leave --solver " + solver + " out");
    }
    return ratio;
  }

  /// The same options with this regression.
  TrainOptions apply(TrainOptions options) {
    TrainOptions fitted =
        options.withRegression(regression()).withRows(rows.rows()).withLimits(limits.limits());
    return crossValidation().map(fitted::withCrossValidation).orElse(fitted);
  }

  /// Sees that no choice of a penalty was given: pictures have none.
  void refuseForPictures() {
    if (l1Ratio != null || folds != null || oneStandardError) {
      throw new UsageException(
          (l1Ratio != null ? "--l1-ratio" : folds != null ? "--cv" : "--one-standard-error")
              + " is for tables and sparse rows, not for pictures");
    }
  }

  /// How C is to be chosen, if that is asked.
  Optional<CrossValidationOptions> crossValidation() {
    if (folds == null) {
      if (oneStandardError) {
        throw new UsageException("--one-standard-error is for --cv FOLDS");
      }
      return Optional.empty();
    }
    if (c != null) {
      throw new UsageException("give --c or --cv, not both: --cv chooses C");
    }
    if (folds < 2) {
      throw new UsageException("--cv " + folds + " is not at least 2 folds");
    }
    return Optional.of(
        CrossValidationOptions.defaults()
            .withFolds(folds)
            .withL1Ratios(List.of(ratio()))
            .withOneStandardError(oneStandardError));
  }

  /// Does the solver take as many steps as it may?
  boolean takesAllSteps() {
    return GRADIENT_DESCENT.equals(solver);
  }

  /// Sees that nothing was given that a network does not have.
  void refuseForNetworks() {
    String given =
        c != null
            ? "--c"
            : solver != null
                ? "--solver"
                : l1Ratio != null
                    ? "--l1-ratio"
                    : folds != null
                        ? "--cv"
                        : oneStandardError
                            ? "--one-standard-error"
                            : limits.given().isEmpty() ? rows.given() : limits.given();
    if (!given.isEmpty()) {
      throw new UsageException(given + " is for softmax regression, not for networks");
    }
  }

  /// The inverse strength that was given, 1 where none was.
  double penalty() {
    if (c == null) {
      return 1;
    }
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
