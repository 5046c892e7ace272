package dev.softmax.cli.report;

import dev.softmax.metrics.ClassScores;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.metrics.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Tables of numbers.
final class Tables {
  /// Longest list of mixed-up classes and of coefficients.
  private static final int MOST = 20;

  private Tables() {}

  static void measures(Html html, List<Measure> measures) {
    html.open("table");
    head(html, "measure", "value", "95 % interval", "shares alone", "");
    for (Measure one : measures) {
      html.open("tr").element("th", one.name(), "scope", "row");
      number(html, Numbers.number(one.value()));
      number(html, Numbers.interval(one.interval()));
      number(html, one.blind().isPresent() ? Numbers.number(one.blind().getAsDouble()) : "");
      html.element("td", one.meaning(), "class", "note").close();
    }
    html.close().close();
  }

  static void classes(Html html, Subject subject, ClassificationMetrics metrics) {
    List<Ranking.OfClass> ranking = Ranking.of(subject.predictions()).perClass();
    html.open("div", "class", "wide").open("table");
    head(
        html, "class", subject.unit(), "precision", "recall", "F1", "ROC AUC", "average precision");
    for (int k = 0; k < subject.classes().size(); k++) {
      ClassScores scores = metrics.perClass().get(k);
      html.open("tr").element("th", subject.classes().get(k), "scope", "row");
      number(html, Numbers.count(scores.support()));
      number(html, Numbers.number(scores.precision()));
      number(html, Numbers.number(scores.recall()));
      number(html, Numbers.number(scores.f1()));
      number(html, Numbers.number(ranking.get(k).rocAuc()));
      number(html, Numbers.number(ranking.get(k).averagePrecision()));
      html.close();
    }
    html.close().close().close();
  }

  /// A class taken for another.
  private record Mixup(int truth, int predicted, int count) {}

  /// What is taken for what most often; false where nothing is.
  static boolean mixups(Html html, Subject subject, ClassificationMetrics metrics) {
    List<Mixup> mixups = new ArrayList<>();
    int classes = subject.classes().size();
    for (int truth = 0; truth < classes; truth++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        int count = metrics.confusion().count(truth, predicted);
        if (count > 0 && truth != predicted) {
          mixups.add(new Mixup(truth, predicted, count));
        }
      }
    }
    if (mixups.isEmpty()) {
      return false;
    }
    mixups.sort(Comparator.comparingInt(Mixup::count).reversed());
    html.open("table");
    head(html, "true class", "taken for", subject.unit(), "of its class");
    for (Mixup one : mixups.subList(0, Math.min(MOST / 2, mixups.size()))) {
      html.open("tr").element("th", subject.classes().get(one.truth), "scope", "row");
      html.element("td", subject.classes().get(one.predicted));
      number(html, Numbers.count(one.count));
      double support = metrics.perClass().get(one.truth).support();
      number(html, Numbers.percent(one.count / support));
      html.close();
    }
    html.close().close();
    return true;
  }

  static void coefficients(Html html, Subject subject, Coefficients coefficients) {
    html.open("table");
    boolean judged = coefficients.errors().values().isPresent();
    if (judged) {
      head(html, "feature", "class", "coefficient", "95 % interval", "e to its power");
    } else {
      head(html, "feature", "class", "coefficient", "e to its power");
    }
    for (Coefficients.One one : coefficients.largest(MOST)) {
      html.open("tr");
      html.element("th", coefficients.features().get(one.feature()), "scope", "row");
      html.element("td", subject.classes().get(one.label()));
      number(html, Numbers.number(one.value()));
      if (judged) {
        number(html, Numbers.interval(coefficients.interval(one)));
      }
      number(html, Numbers.number(Math.exp(one.value())));
      html.close();
    }
    html.close().close();
  }

  /// Opens the body of a table below a line of names; the first two columns may be words.
  private static void head(Html html, String... names) {
    html.open("thead").open("tr");
    for (String name : names) {
      html.element("th", name, "scope", "col");
    }
    html.close().close().open("tbody");
  }

  private static void number(Html html, String text) {
    html.element("td", text, "class", "number");
  }
}
