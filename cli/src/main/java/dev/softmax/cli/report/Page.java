package dev.softmax.cli.report;

import dev.softmax.metrics.BrierDecomposition;
import dev.softmax.metrics.ClassificationMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The page: sections from the headline to the coefficients. Scripts cannot run in it, and it loads nothing.
final class Page {
  /// Besides escaping, so that not even a mistake there would let data speak.
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  /// Names of the measures at the top.
  private static final List<String> HEADLINE =
      List.of("accuracy", "macro F1", "log-loss", "calibration error (ECE)", "ROC AUC");

  private final Subject subject;
  private final ClassificationMetrics metrics;
  private final List<Measure> measures;
  private final List<ReportFigure> figures = new ArrayList<>();
  private final Html html = new Html();

  Page(Subject subject, List<Measure> measures) {
    this.subject = subject;
    this.metrics = ClassificationMetrics.of(subject.predictions());
    this.measures = measures;
  }

  /// Writes the page; its figures are known afterwards.
  String write() throws IOException {
    html.verbatim("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.element("title", subject.model() + " on " + subject.data());
    html.open("style").verbatim(style()).close().close().open("body").open("main");
    headline();
    section("Measures");
    Tables.measures(html, measures);
    brier();
    html.close();
    calibration();
    confusion();
    section("Classes");
    Tables.classes(html, subject, metrics);
    html.close();
    mistakes();
    coefficients();
    html.open("footer");
    html.text("Figures of this page as files beside it: ");
    html.text(String.join(", ", figures.stream().map(ReportFigure::name).toList()));
    html.text(" (.svg and .png).").close();
    return html.close().close().close().toString();
  }

  /// The figures of the page that was written.
  List<ReportFigure> figures() {
    return List.copyOf(figures);
  }

  private void headline() {
    html.open("header").element("h1", subject.model());
    html.open("p", "class", "note").element("b", subject.about()).text("; measured on ");
    html.element("b", subject.data());
    html.text(
        ", %s %s in %d classes"
            .formatted(Numbers.count(metrics.rows()), subject.unit(), subject.classes().size()));
    html.close().open("div", "class", "tiles");
    for (Measure one : measures) {
      if (HEADLINE.contains(one.name())) {
        html.open("div", "class", "tile").element("span", one.name(), "class", "note");
        html.element("strong", Numbers.number(one.value()));
        html.element("span", Numbers.interval(one.interval()), "class", "note").close();
      }
    }
    html.close().close();
  }

  private void brier() {
    BrierDecomposition parts = BrierDecomposition.of(subject.predictions());
    paragraph(
        "Intervals are of the rows drawn again (bootstrap). “Shares alone” is what the most"
            + " frequent class, or the shares of the classes as probabilities, would get. The Brier"
            + " score is"
            + " reliability %s − resolution %s + uncertainty %s + what is within bins %s."
                .formatted(
                    Numbers.number(parts.reliability()),
                    Numbers.number(parts.resolution()),
                    Numbers.number(parts.uncertainty()),
                    Numbers.number(parts.withinBins())));
  }

  private void calibration() throws IOException {
    section("Can the probabilities be trusted?");
    paragraph(sureness());
    html.open("div", "class", "figures halves");
    if (subject.uncalibrated().isPresent()) {
      ClassificationMetrics before = ClassificationMetrics.of(subject.uncalibrated().get());
      figure(ReportFigure.reliability("reliability-before", "before calibration", before));
      figure(ReportFigure.reliability("reliability", "after calibration", metrics));
      figure(ReportFigure.confidences(subject));
      html.close();
      paragraph(
          "Calibration changed the log-loss from %s to %s, and the calibration error (ECE) from %s to %s."
              .formatted(
                  Numbers.number(before.logLoss()),
                  Numbers.number(metrics.logLoss()),
                  Numbers.number(before.ece()),
                  Numbers.number(metrics.ece())));
    } else {
      figure(ReportFigure.reliability("reliability", "", metrics));
      figure(ReportFigure.confidences(subject));
      html.close();
    }
    html.close();
  }

  /// Mean confidence against accuracy, in words.
  private String sureness() {
    double confidence = 0;
    double variance = 0;
    for (int row = 0; row < metrics.rows(); row++) {
      double p = Math.min(1, subject.predictions().confidence(row));
      confidence += p / metrics.rows();
      variance += p * (1 - p) / metrics.rows() / metrics.rows();
    }
    double gap = confidence - metrics.accuracy();
    // What is within two deviations of chance, were the probabilities perfect, or below a percent.
    boolean fits = Math.abs(gap) < Math.max(0.01, 2 * Math.sqrt(variance));
    return "The mean of the largest probabilities is %s, and %s of the answers are right: %s."
        .formatted(
            Numbers.percent(confidence),
            Numbers.percent(metrics.accuracy()),
            fits
                ? "on the whole the model is as sure as it may be"
                : gap > 0 ? "the model is too sure" : "the model is not sure enough");
  }

  private void confusion() throws IOException {
    section("What is taken for what");
    html.open("div", "class", "figures");
    figure(ReportFigure.confusion(subject, metrics));
    html.open("div");
    if (!Tables.mixups(html, subject, metrics)) {
      paragraph("No class is ever taken for another.");
    }
    html.close().close().close();
  }

  private void mistakes() {
    List<Integer> rows = Mistakes.of(subject.predictions());
    section("The most confident mistakes");
    if (rows.isEmpty()) {
      paragraph("There are none.");
    } else {
      Mistakes.write(html, subject, rows);
    }
    html.close();
  }

  private void coefficients() throws IOException {
    if (subject.coefficients().isEmpty()) {
      return;
    }
    Coefficients coefficients = subject.coefficients().get();
    section("Coefficients");
    paragraph(
        "What a feature adds to the logit of a class, by the unit that the model counts it in:"
            + " numbers of tables by standard deviations from their mean, categories where they are"
            + " given. The largest come first. "
            + coefficients.errors().note());
    html.open("div", "class", "figures");
    figure(ReportFigure.coefficients(subject, coefficients));
    html.open("div");
    Tables.coefficients(html, subject, coefficients);
    html.close().close().close();
  }

  private void section(String title) {
    html.open("section").element("h2", title);
  }

  private void paragraph(String text) {
    html.element("p", text);
  }

  /// The SVG itself, less the line that says that it is XML.
  private void figure(ReportFigure figure) throws IOException {
    figures.add(figure);
    String svg = figure.figure().svg();
    html.open("figure").verbatim(svg.substring(svg.indexOf("<svg"))).close();
  }

  private static String style() throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
