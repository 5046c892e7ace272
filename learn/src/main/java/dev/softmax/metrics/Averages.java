package dev.softmax.metrics;

/// Precision, recall and F1 of all classes in one number each. A quotient without anything below the line
/// is 0, as scikit-learn's default has it.
///
/// @param macro mean over the classes that occur among the true or the predicted ones
/// @param micro of the sums over all classes; with one class a row all three are the accuracy
/// @param weighted mean over the classes by how many rows are of each
public record Averages(Scores macro, Scores micro, Scores weighted) {

  /// An average over classes.
  ///
  /// @param precision of the precisions
  /// @param recall of the recalls
  /// @param f1 of the F1s, which is not the F1 of the other two
  public record Scores(double precision, double recall, double f1) {}

  /// Averages of predictions.
  public static Averages of(Predictions predictions) {
    return of(Contingency.of(predictions));
  }

  static Averages of(Contingency table) {
    double[] macro = new double[3];
    double[] weighted = new double[3];
    int occurring = 0;
    for (int k = 0; k < table.classes(); k++) {
      double truth = table.truths()[k];
      double guess = table.guesses()[k];
      if (truth == 0 && guess == 0) {
        continue;
      }
      occurring++;
      double[] scores = {
        quotient(table.hits(k), guess),
        quotient(table.hits(k), truth),
        quotient(2 * table.hits(k), truth + guess)
      };
      for (int i = 0; i < scores.length; i++) {
        macro[i] += scores[i];
        weighted[i] += scores[i] * truth;
      }
    }
    double accuracy = table.hits() / table.total();
    return new Averages(
        scores(macro, occurring),
        new Scores(accuracy, accuracy, accuracy),
        scores(weighted, table.total()));
  }

  private static Scores scores(double[] sums, double count) {
    return new Scores(sums[0] / count, sums[1] / count, sums[2] / count);
  }

  private static double quotient(double above, double below) {
    return below == 0 ? 0 : above / below;
  }
}
