package dev.softmax.cli.report;

import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.metrics.Predictions;
import dev.softmax.metrics.ReliabilityBin;
import dev.softmax.plot.ConfusionMatrix;
import dev.softmax.plot.Figure;
import dev.softmax.plot.Frame;
import dev.softmax.plot.HeatMap;
import dev.softmax.plot.Histogram;
import dev.softmax.plot.Reliability;
import java.util.List;

/// A figure of a report and what its files are called.
///
/// @param name of its files, without their endings
/// @param figure what is drawn
record ReportFigure(String name, Figure figure) {
  /// More classes make a larger figure.
  private static final int USUAL_CLASSES = 12;

  private static final int CELL = 26;
  private static final int LARGEST = 1100;
  private static final int BINS = 20;

  /// Features of the heat map of coefficients.
  private static final int MOST_FEATURES = 25;

  private static final int MOST_COLUMNS = 30;

  static ReportFigure confusion(Subject subject, ClassificationMetrics metrics) {
    int classes = subject.classes().size();
    int[][] counts = new int[classes][classes];
    for (int truth = 0; truth < classes; truth++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        counts[truth][predicted] = metrics.confusion().count(truth, predicted);
      }
    }
    ConfusionMatrix matrix = ConfusionMatrix.of(plain(subject.classes()), counts);
    int more = Math.max(0, classes - USUAL_CLASSES) * CELL;
    Frame frame =
        matrix.frame().withSize(Math.min(LARGEST, 580 + more), Math.min(LARGEST, 480 + more));
    return new ReportFigure("confusion", matrix.with(frame));
  }

  static ReportFigure reliability(String name, String title, ClassificationMetrics metrics) {
    List<ReliabilityBin> bins = metrics.reliability();
    Reliability figure =
        Reliability.of(
            bins.stream().mapToDouble(ReliabilityBin::confidence).toArray(),
            bins.stream().mapToDouble(ReliabilityBin::accuracy).toArray(),
            bins.stream().mapToLong(ReliabilityBin::rows).toArray());
    return new ReportFigure(name, figure.with(figure.frame().withTitle(title)));
  }

  /// How sure the model was where it was right, and where it was wrong.
  static ReportFigure confidences(Subject subject) {
    Predictions predictions = subject.predictions();
    long[][] counts = new long[2][BINS];
    for (int row = 0; row < predictions.rows(); row++) {
      int bin = Math.clamp((int) Math.ceil(predictions.confidence(row) * BINS) - 1, 0, BINS - 1);
      counts[predictions.isRight(row) ? 0 : 1][bin]++;
    }
    Histogram histogram = Histogram.of(0, 1, List.of("right", "wrong"), counts);
    return new ReportFigure(
        "confidence",
        histogram.with(Frame.of("", "largest probability", subject.unit()).withSize(600, 520)));
  }

  /// The coefficients of the features with the largest ones, all classes of each.
  static ReportFigure coefficients(Subject subject, Coefficients coefficients) {
    int columns = Math.min(subject.classes().size(), MOST_COLUMNS);
    List<Integer> features =
        coefficients.largest(MOST_FEATURES * subject.classes().size()).stream()
            .map(Coefficients.One::feature)
            .distinct()
            .limit(MOST_FEATURES)
            .toList();
    double[][] rows = new double[features.size()][columns];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < columns; k++) {
        rows[i][k] = coefficients.value(features.get(i), k);
      }
    }
    HeatMap map =
        HeatMap.of(
                plain(features.stream().map(coefficients.features()::get).toList()),
                plain(subject.classes().subList(0, columns)),
                rows)
            .withValueName("coefficient");
    int height = Math.min(LARGEST, 150 + 24 * rows.length);
    int width = Math.clamp(330 + 64L * columns, 480, LARGEST);
    return new ReportFigure("coefficients", map.with(map.frame().withSize(width, height)));
  }

  private static List<String> plain(List<String> names) {
    return names.stream().map(Html::plain).toList();
  }
}
