package dev.softmax.cli;

import dev.softmax.data.LibsvmOptions;
import dev.softmax.model.SparseTrainOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a classifier of sparse rows is trained.
final class SparseFlags {
  /// The options that training on sparse rows has.
  static final Set<String> OPTIONS =
      Set.of(
          "--model",
          "--kind",
          "--form",
          "--test",
          "--split",
          "--report",
          "--balanced",
          "--standardise",
          "--index-base",
          "--c",
          "--l1-ratio",
          "--cv",
          "--one-standard-error",
          "--reference",
          "--bounds",
          "--nonnegative",
          "--solver",
          "--learning-rate",
          "--epochs",
          "--threads",
          "--json",
          "--seed",
          "--debug");

  @Option(
      names = "--standardise",
      description =
          "Penalise the coefficients of sparse features as if these had deviation 1; zeros stay"
              + " zeros. Columns of tables always are.")
  boolean standardise;

  @Option(
      names = "--index-base",
      paramLabel = "0|1",
      description = "The first index in LIBSVM's form (default: 0 if it occurs, else 1).")
  @Nullable Integer base;

  /// How a classifier is trained, but for what all kinds of data have.
  SparseTrainOptions options(SolverOptions solver) {
    SparseTrainOptions options =
        SparseTrainOptions.defaults()
            .withRegression(solver.regression().withStandardise(standardise))
            .withLimits(solver.limits.limits());
    return solver.crossValidation().map(options::withCrossValidation).orElse(options);
  }

  /// How the files are read.
  LibsvmOptions reading() {
    if (base == null) {
      return LibsvmOptions.defaults();
    }
    if (base != 0 && base != 1) {
      throw new UsageException("--index-base " + base + " is not 0 or 1");
    }
    return LibsvmOptions.defaults().withBase(LibsvmOptions.FirstIndex.of(base));
  }
}
