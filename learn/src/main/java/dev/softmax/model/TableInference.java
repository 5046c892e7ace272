package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.ColumnEncoding;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.Table;
import dev.softmax.io.InputException;
import dev.softmax.linear.Aliases;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.DenseFeatures;
import dev.softmax.linear.Diagnosis;
import dev.softmax.linear.Diagnostics;
import dev.softmax.linear.FitData;
import dev.softmax.linear.Inference;
import dev.softmax.linear.InferenceOptions;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a table says of its columns' effects on the classes: a multinomial logit without a penalty, in the
/// columns' own units. Each category is compared with its column's first; columns made of others are left
/// out, as they tell nothing of their own.
///
/// @param inference coefficients with standard errors, and how well all of them explain the classes
/// @param labels the classes
/// @param features the names of the features that have coefficients
/// @param leftOut the names of those that are made of others or compared with
/// @param findings what makes the numbers unreliable, as sentences; empty where all is well
public record TableInference(
    Inference inference,
    ClassLabels labels,
    List<String> features,
    List<String> leftOut,
    List<String> findings) {

  /// Copies the lists.
  public TableInference {
    features = List.copyOf(features);
    leftOut = List.copyOf(leftOut);
    findings = List.copyOf(findings);
  }

  /// What is asked of a table.
  ///
  /// @param target the column of the classes
  /// @param reference the class that the others are compared with; empty for the first
  /// @param covariance where standard errors come from
  /// @param level of the confidence intervals, between 0 and 1
  public record Question(
      String target, String reference, InferenceOptions.Covariance covariance, double level) {}

  /// Judges the columns of a table.
  ///
  /// @param table the rows, target included
  /// @param question what is asked
  /// @param progress hears of the fit
  /// @throws InputException when there is no such target or class, one class only, no column left, or the
  ///     rows cannot tell the coefficients
  public static TableInference of(Table table, Question question, Progress progress) {
    ClassLabels.Labelled rows = ClassLabels.fit(table, question.target());
    ClassLabels labels = rows.labels();
    int reference =
        question.reference().isEmpty() ? 0 : labels.names().indexOf(question.reference());
    if (reference < 0) {
      throw new InputException(
          "%s: no class %s; there are %s"
              .formatted(
                  table.source(),
                  InputException.quote(question.reference()),
                  String.join(", ", labels.names())));
    }
    Table columns = table.rows(rows.rows()).drop(List.of(question.target()));
    FeatureEncoder encoder =
        FeatureEncoder.fit(columns, FeatureEncoder.Options.defaults()).encoder();
    Chosen chosen = choose(encoder, encoder.encode(columns), rows.classes().length);
    DenseData scaled = DenseData.of(chosen.values, rows.classes(), labels.size());
    // Standardised features make a short way; the answer is the same in any units.
    Options options = Options.defaults().withC(Double.POSITIVE_INFINITY).withTolerance(1e-9);
    SoftmaxRegression fitted = SoftmaxRegression.fit(scaled, options, progress);
    List<String> findings = new ArrayList<>();
    for (Diagnosis found : Diagnostics.of(fitted, FitData.of(scaled), options)) {
      findings.add(found.message(labels.names(), chosen.names));
    }
    try {
      Inference inference =
          Inference.of(
              chosen.inUnits(fitted),
              FitData.of(DenseData.of(chosen.unitValues(), rows.classes(), labels.size())),
              new InferenceOptions(reference, question.covariance(), question.level()));
      return new TableInference(inference, labels, chosen.names, chosen.leftOut, findings);
    } catch (InputException e) {
      throw findings.isEmpty()
          ? e
          : new InputException(table.source() + ": " + String.join("; ", findings), e);
    }
  }

  /// Features that are kept.
  ///
  /// @param values `(N, D)`, standardised
  /// @param names `(D)`
  /// @param mean `(D)`, of the column as it is
  /// @param deviation `(D)`
  /// @param leftOut names of the others
  private record Chosen(
      double[] values,
      List<String> names,
      double[] mean,
      double[] deviation,
      List<String> leftOut) {

    double[] unitValues() {
      double[] units = values.clone();
      for (int i = 0; i < units.length; i++) {
        int j = i % mean.length;
        units[i] = units[i] * deviation[j] + mean[j];
      }
      return units;
    }

    /// The same model for features in their own units.
    SoftmaxRegression inUnits(SoftmaxRegression model) {
      double[] coefficients = model.coefficients();
      double[] intercepts = model.intercepts();
      for (int i = 0; i < coefficients.length; i++) {
        int j = i % mean.length;
        coefficients[i] /= deviation[j];
        intercepts[i / mean.length] -= coefficients[i] * mean[j];
      }
      return SoftmaxRegression.of(coefficients, intercepts);
    }
  }

  private static Chosen choose(FeatureEncoder encoder, double[] encoded, int rows) {
    int all = encoder.features();
    boolean[] out = new boolean[all];
    double[] mean = new double[all];
    double[] deviation = new double[all];
    Arrays.fill(deviation, 1);
    boolean[] first = new boolean[all];
    int at = 0;
    for (ColumnEncoding encoding : encoder.encodings()) {
      switch (encoding) {
        case ColumnEncoding.Standardised number -> units(number, at, mean, deviation);
        case ColumnEncoding.Flag flag -> units(flag.number(), at, mean, deviation);
        case ColumnEncoding.Dates dates -> units(dates.days(), at, mean, deviation);
        case ColumnEncoding.OneHot _ -> first[at] = true;
      }
      at += encoding.features();
    }
    // A category whose column fills every row is what the others are compared with; then its last
    // one is
    // no copy any more.
    double[] without = select(encoded, rows, first);
    boolean[] copies = Aliases.of(new DenseFeatures(without, rows, without.length / rows));
    int seen = 0;
    for (int j = 0; j < all; j++) {
      out[j] = first[j] || copies[seen];
      seen += first[j] ? 0 : 1;
    }
    List<String> names = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    double[] keptMean = new double[all];
    double[] keptDeviation = new double[all];
    for (int j = 0; j < all; j++) {
      if (out[j]) {
        leftOut.add(encoder.featureNames().get(j));
      } else {
        keptMean[names.size()] = mean[j];
        keptDeviation[names.size()] = deviation[j];
        names.add(encoder.featureNames().get(j));
      }
    }
    int kept = names.size();
    return new Chosen(
        select(encoded, rows, out),
        names,
        Arrays.copyOf(keptMean, kept),
        Arrays.copyOf(keptDeviation, kept),
        leftOut);
  }

  private static void units(
      ColumnEncoding.Standardised number, int at, double[] mean, double[] deviation) {
    mean[at] = number.mean();
    deviation[at] = number.deviation();
  }

  /// The columns that are not out.
  private static double[] select(double[] values, int rows, boolean[] out) {
    int all = out.length;
    int kept = 0;
    for (boolean gone : out) {
      kept += gone ? 0 : 1;
    }
    double[] selected = new double[rows * kept];
    int to = 0;
    for (int i = 0; i < rows * all; i++) {
      if (!out[i % all]) {
        selected[to++] = values[i];
      }
    }
    return selected;
  }
}
