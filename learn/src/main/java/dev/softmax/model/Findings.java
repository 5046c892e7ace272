package dev.softmax.model;

import dev.softmax.linear.Diagnosis;
import java.util.ArrayList;
import java.util.List;

/// What the owner of a softmax regression should know before believing it.
///
/// @param all the findings, the most important kind first; empty where all is well
/// @param classes the classes' names (K)
/// @param features the features' names (D)
/// @param penalised whether a penalty kept the coefficients small
public record Findings(
    List<Diagnosis> all, List<String> classes, List<String> features, boolean penalised) {
  /// Of kinds that many classes or features share, as many are named.
  private static final int NAMED = 3;

  /// Nothing was looked for: the model is no regression.
  static final Findings NONE = new Findings(List.of(), List.of(), List.of(), true);

  /// Copies the lists.
  public Findings {
    all = List.copyOf(all);
    classes = List.copyOf(classes);
    features = List.copyOf(features);
  }

  /// A sentence for each kind of finding but [Diagnosis.NotConverged], of which [Course] speaks.
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    separated(sentences);
    for (Diagnosis one : all) {
      if (one instanceof Diagnosis.Unscaled) {
        sentences.add(one.message(classes, features));
      }
    }
    List<String> constant = new ArrayList<>();
    List<String> few = new ArrayList<>();
    for (Diagnosis one : all) {
      switch (one) {
        case Diagnosis.Constant(int feature) -> constant.add(quoted(features.get(feature)));
        case Diagnosis.FewRows(int label, int rows) ->
            few.add("%s (%d)".formatted(quoted(classes.get(label)), rows));
        default -> {}
      }
    }
    if (!constant.isEmpty()) {
      sentences.add(
          "%s the same in every row: %s"
              .formatted(constant.size() == 1 ? "a feature is" : "features are", some(constant)));
    }
    if (!few.isEmpty()) {
      sentences.add(
          "%s few rows to learn from: %s"
              .formatted(few.size() == 1 ? "a class has" : "classes have", some(few)));
    }
    return sentences;
  }

  private void separated(List<String> sentences) {
    List<Diagnosis.Separated> found = new ArrayList<>();
    for (Diagnosis one : all) {
      if (one instanceof Diagnosis.Separated separated) {
        found.add(separated);
      }
    }
    if (found.isEmpty()) {
      return;
    }
    if (penalised) {
      Diagnosis.Separated first = found.getFirst();
      sentences.add(
          "every class is told from the others without error by a single feature, %s by %s; is that known when predicting?"
              .formatted(
                  quoted(classes.get(first.classIndex())),
                  quoted(features.get(first.feature().orElseThrow()))));
      return;
    }
    for (Diagnosis.Separated one : found.subList(0, Math.min(NAMED, found.size()))) {
      sentences.add(sentence(one));
    }
    if (found.size() > NAMED) {
      sentences.add("so it is with %d more classes".formatted(found.size() - NAMED));
    }
  }

  private String sentence(Diagnosis.Separated one) {
    String label = quoted(classes.get(one.classIndex()));
    String how =
        one.feature().isEmpty()
            ? "is told from the others without error by the features together"
            : one.perfect()
                ? "is told from the others without error by %s alone"
                    .formatted(quoted(features.get(one.feature().getAsInt())))
                : "and the others share a single value of %s (quasi-separation)"
                    .formatted(quoted(features.get(one.feature().getAsInt())));
    return "class %s %s: without a penalty its coefficients have no end".formatted(label, how);
  }

  private static String some(List<String> names) {
    String listed = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() > NAMED ? listed + " and " + (names.size() - NAMED) + " more" : listed;
  }

  private static String quoted(String name) {
    return "'" + name + "'";
  }
}
