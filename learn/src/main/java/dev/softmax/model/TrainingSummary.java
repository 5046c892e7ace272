package dev.softmax.model;

import dev.softmax.io.FileHash;
import dev.softmax.metrics.ClassificationMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a model comes from.
///
/// @param source name of the file it was trained on, without its folder
/// @param sha256 of that file in hexadecimal; empty when there was no file
/// @param rows how many rows, texts or symbols it was trained on
/// @param settings options and course of the training by name: `split`, `seed`, `c`, `solver`,
///     `converged`, …; and `softmax` and `java`, the versions that made it
/// @param heldOut what it was worth on rows that it was not trained on, if there were any
public record TrainingSummary(
    String source,
    String sha256,
    int rows,
    Map<String, String> settings,
    Optional<HeldOut> heldOut) {

  /// Nothing is known.
  static final TrainingSummary UNKNOWN = new TrainingSummary("", "", 0, Map.of(), Optional.empty());

  /// Copies the settings, in their order.
  public TrainingSummary {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /// With the hash of a file and the versions that made the model.
  static TrainingSummary of(
      Optional<Path> file,
      String source,
      int rows,
      Map<String, String> settings,
      Optional<HeldOut> heldOut) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("softmax", Version.SOFTMAX);
    all.put("java", Version.JAVA);
    return new TrainingSummary(
        file.map(path -> String.valueOf(path.getFileName())).orElse(source),
        file.filter(Files::isRegularFile).map(FileHash::sha256).orElse(""),
        rows,
        all,
        heldOut);
  }

  /// The scores of [ClassificationMetrics] that a model file keeps.
  ///
  /// @param rows how many rows were held out
  /// @param accuracy share of rows whose largest probability is the true class's
  /// @param logLoss mean of `−ln p(true class)`
  /// @param brier mean squared distance from the true class, 0 to 2
  /// @param ece expected calibration error
  public record HeldOut(int rows, double accuracy, double logLoss, double brier, double ece) {
    static HeldOut of(ClassificationMetrics metrics) {
      return new HeldOut(
          metrics.rows(), metrics.accuracy(), metrics.logLoss(), metrics.brier(), metrics.ece());
    }
  }
}
