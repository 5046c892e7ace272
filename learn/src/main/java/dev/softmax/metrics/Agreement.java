package dev.softmax.metrics;

/// How far predicted and true classes agree.
///
/// @param accuracy share of rows predicted right
/// @param balancedAccuracy mean recall of the classes that have rows
/// @param matthews Matthews' correlation of K classes, −1 to 1 (Gorodkin 2004); 0 where all rows
///     are of one class, or predicted as one
/// @param kappa Cohen's kappa (Cohen 1960): accuracy above that of chance; NaN where chance alone is
///     always right
public record Agreement(double accuracy, double balancedAccuracy, double matthews, double kappa) {

  /// The agreement of predictions with the truth.
  public static Agreement of(Predictions predictions) {
    return of(Contingency.of(predictions));
  }

  static Agreement of(Contingency table) {
    double recalls = 0;
    int present = 0;
    double both = 0;
    double truths = 0;
    double guesses = 0;
    for (int k = 0; k < table.classes(); k++) {
      double actual = table.truths()[k] / table.total();
      double foretold = table.guesses()[k] / table.total();
      if (actual > 0) {
        recalls += table.hits(k) / table.truths()[k];
        present++;
      }
      both += actual * foretold;
      truths += actual * actual;
      guesses += foretold * foretold;
    }
    double accuracy = table.hits() / table.total();
    boolean truth = isOneClass(table.truths());
    boolean guess = isOneClass(table.guesses());
    return new Agreement(
        accuracy,
        recalls / present,
        truth || guess ? 0 : (accuracy - both) / Math.sqrt((1 - truths) * (1 - guesses)),
        truth && guess && accuracy > 0 ? Double.NaN : (accuracy - both) / (1 - both));
  }

  private static boolean isOneClass(double[] sums) {
    int present = 0;
    for (double sum : sums) {
      present += sum > 0 ? 1 : 0;
    }
    return present == 1;
  }
}
