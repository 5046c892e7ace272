package dev.softmax.cli;

import dev.softmax.data.Table;
import dev.softmax.linear.Coefficient;
import dev.softmax.linear.Inference;
import dev.softmax.linear.InferenceOptions;
import dev.softmax.model.TableInference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A table to coefficients with standard errors.
@Command(
    name = "summary",
    sortOptions = false,
    description = {
      "Says what each column of a table tells of the classes, with standard errors.",
      "A softmax regression without a penalty (multinomial logit) is fitted: its coefficients against"
          + " a reference class in the columns' own units, with standard errors, intervals, p-values"
          + " and odds ratios, and how well all columns explain the classes."
    },
    footer = {
      "",
      "Examples:",
      "  softmax summary examples/data/iris.csv --target species",
      "  softmax summary penguins.csv --target sex --reference female --robust --json"
    })
final class Summary implements Callable<Integer> {
  private final Streams streams;

  @Parameters(index = "0", paramLabel = "TABLE", description = "A table whose classes are known.")
  private @Nullable String table;

  @Option(
      names = "--target",
      paramLabel = "COL",
      description =
          "The column of the classes: its name, its number from 1, first or last (default: last).")
  private @Nullable String target;

  @Option(
      names = "--reference",
      paramLabel = "CLASS",
      description = "The class that the others are compared with (default: the first).")
  private String reference = "";

  @Option(
      names = "--robust",
      description = "Standard errors that do not trust the model (sandwich, HC0).")
  private boolean robust;

  @Option(
      names = "--level",
      paramLabel = "L",
      description = "Level of the confidence intervals (default: ${DEFAULT-VALUE}).")
  private double level = 0.95;

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  Summary(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (!(level > 0 && level < 1)) {
      throw new UsageException("--level " + level + " is not between 0 and 1");
    }
    Table read = TableInput.read(Objects.requireNonNull(table), tables.reading());
    TableInference.Question question =
        new TableInference.Question(
            TargetColumn.of(read, target),
            reference,
            robust ? InferenceOptions.Covariance.ROBUST : InferenceOptions.Covariance.OBSERVED,
            level);
    TableInference judged;
    try (ProgressLine progress = new ProgressLine(streams, true)) {
      judged = TableInference.of(read, question, progress);
    }
    judged.findings().forEach(finding -> streams.err().println("softmax: warning: " + finding));
    if (common.json) {
      Json.print(streams.out(), json(judged));
    } else {
      print(judged);
    }
    return Main.DONE;
  }

  private void print(TableInference judged) {
    Inference inference = judged.inference();
    TextTable whole = new TextTable("lr");
    whole
        .row("rows", TextTable.plain(inference.observations()))
        .row("log-likelihood", TextTable.number(inference.logLikelihood()))
        .row("without columns", TextTable.number(inference.nullLogLikelihood()))
        .row("likelihood ratio", TextTable.number(inference.likelihoodRatio()))
        .row("degrees of freedom", Integer.toString(inference.degreesOfFreedom()))
        .row("p", TextTable.number(inference.likelihoodRatioP()))
        .row("McFadden's R2", TextTable.number(inference.pseudoR2()))
        .row("AIC", TextTable.number(inference.aic()))
        .row("BIC", TextTable.number(inference.bic()));
    whole.print(streams.out());
    List<String> names = judged.labels().names();
    int last = -1;
    TextTable lines = new TextTable("lrrrrrrr");
    for (Coefficient coefficient : inference.coefficients()) {
      if (coefficient.classIndex() != last) {
        lines.print(streams.out());
        last = coefficient.classIndex();
        streams
            .out()
            .append("\n%s against %s\n".formatted(names.get(last), names.get(referenceOf(judged))));
        lines = new TextTable("lrrrrrrr");
        lines.row("", "estimate", "error", "z", "p", "low", "high", "odds");
      }
      lines.row(
          name(judged, coefficient),
          TextTable.number(coefficient.estimate()),
          TextTable.number(coefficient.standardError()),
          TextTable.number(coefficient.z()),
          TextTable.number(coefficient.p()),
          TextTable.number(coefficient.low()),
          TextTable.number(coefficient.high()),
          TextTable.number(coefficient.oddsRatio()));
    }
    lines.print(streams.out());
    if (!judged.leftOut().isEmpty()) {
      streams.out().append("\nmade of others, or compared with: ");
      streams.out().append(String.join(", ", judged.leftOut())).append('\n');
    }
  }

  private static String name(TableInference judged, Coefficient coefficient) {
    return coefficient.feature().isPresent()
        ? judged.features().get(coefficient.feature().getAsInt())
        : "intercept";
  }

  private int referenceOf(TableInference judged) {
    return reference.isEmpty() ? 0 : judged.labels().names().indexOf(reference);
  }

  private Map<String, @Nullable Object> json(TableInference judged) {
    Inference inference = judged.inference();
    List<String> names = judged.labels().names();
    List<Map<String, @Nullable Object>> coefficients = new ArrayList<>();
    for (Coefficient coefficient : inference.coefficients()) {
      coefficients.add(
          Json.object(
              "label", names.get(coefficient.classIndex()),
              "feature", name(judged, coefficient),
              "estimate", coefficient.estimate(),
              "standardError", coefficient.standardError(),
              "z", coefficient.z(),
              "p", coefficient.p(),
              "low", coefficient.low(),
              "high", coefficient.high(),
              "oddsRatio", coefficient.oddsRatio()));
    }
    Map<String, @Nullable Object> json =
        Json.object(
            "rows", inference.observations(),
            "reference", names.get(referenceOf(judged)),
            "logLikelihood", inference.logLikelihood(),
            "nullLogLikelihood", inference.nullLogLikelihood(),
            "likelihoodRatio", inference.likelihoodRatio(),
            "degreesOfFreedom", inference.degreesOfFreedom(),
            "p", inference.likelihoodRatioP(),
            "pseudoR2", inference.pseudoR2());
    json.put("aic", inference.aic());
    json.put("bic", inference.bic());
    json.put("level", level);
    json.put("coefficients", coefficients);
    json.put("leftOut", judged.leftOut());
    json.put("findings", judged.findings());
    return json;
  }
}
