package dev.softmax.cli;

import dev.softmax.Axis;
import dev.softmax.Softmax;
import dev.softmax.io.InputException;
import dev.softmax.nn.AdditiveAttention;
import dev.softmax.plot.Figure;
import dev.softmax.plot.Frame;
import dev.softmax.plot.HeatMap;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Attention weights as a heat map: a row for each query, a column for each key.
///
/// @param queries names of the rows
/// @param keys names of the columns
/// @param weights `(queries, keys)`
@SuppressWarnings("ArrayRecordComponent") // handed from the reader to the figure once
record AttentionMap(List<String> queries, List<String> keys, double[][] weights) {

  /// Additive attention of one decoder state to three outputs of an encoder, small enough to be computed
  /// by hand: hidden (0.5, −1), outputs (1, 2), (−1, 0.5) and (0, 1).
  static AttentionMap example() {
    AdditiveAttention attention =
        new AdditiveAttention(
            Tensor.of(new float[] {0.1f, 0.2f, 0.3f, 0.4f, -0.2f, 0.1f, 0.5f, -0.3f}, 2, 4),
            Tensor.of(new float[] {0.05f, -0.05f}, 2),
            Tensor.of(new float[] {1, -2}, 1, 2));
    Tensor hidden = Tensor.of(new float[] {0.5f, -1}, 1, 1, 2);
    Tensor outputs = Tensor.of(new float[] {1, 2, -1, 0.5f, 0, 1}, 1, 3, 2);
    float[] weights = attention.forward(hidden, outputs).weights().values();
    double[] row = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).toArray();
    return new AttentionMap(
        List.of("(0.5, \u22121)"),
        List.of("(1, 2)", "(\u22121, 0.5)", "(0, 1)"),
        new double[][] {row});
  }

  /// The weights of a table, or, where it has scores, the softmax of its rows.
  static AttentionMap of(NamedRows table, boolean scores) {
    double[][] weights = table.values();
    if (!scores) {
      checkFinite(table);
    } else {
      int keys = weights[0].length;
      double[] all = Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray();
      double[] shares = Softmax.STANDARD.apply(all, Axis.rows(weights.length, keys));
      for (int i = 0; i < weights.length; i++) {
        // A row that may attend to nothing attends to nothing.
        boolean none = Arrays.stream(weights[i]).max().orElse(0) == Double.NEGATIVE_INFINITY;
        weights[i] = none ? new double[keys] : Arrays.copyOfRange(shares, i * keys, (i + 1) * keys);
      }
    }
    return new AttentionMap(table.rows(), table.columns(), weights);
  }

  private static void checkFinite(NamedRows table) {
    for (int i = 0; i < table.values().length; i++) {
      for (double weight : table.values()[i]) {
        if (Double.isInfinite(weight)) {
          throw new InputException(
              table.source()
                  + ", row "
                  + (i + 1)
                  + ": a weight is not finite; scores are drawn with --scores");
        }
      }
    }
  }

  /// The same with other names, where any are given.
  AttentionMap named(String @Nullable [] keyNames, String @Nullable [] queryNames) {
    return new AttentionMap(
        chosen("--row-labels", queryNames, queries, "rows"),
        chosen("--labels", keyNames, keys, "columns"),
        weights);
  }

  private static List<String> chosen(
      String option, String @Nullable [] names, List<String> before, String what) {
    if (names == null) {
      return before;
    }
    if (names.length != before.size()) {
      throw new UsageException(
          option + ": " + names.length + " names for " + before.size() + " " + what);
    }
    return List.of(names);
  }

  /// As wide and high as its cells need.
  Figure figure() {
    Frame frame = Frame.of("", "key", "query");
    int width = Math.clamp(220L + 60L * keys.size(), 420, 1000);
    int height = Math.clamp(140L + 44L * queries.size(), 220, 900);
    double least = Arrays.stream(weights).flatMapToDouble(Arrays::stream).min().orElse(0);
    double most = Arrays.stream(weights).flatMapToDouble(Arrays::stream).max().orElse(0);
    HeatMap map = HeatMap.of(queries, keys, weights);
    // Weights that are nearly equal should look so: the colours begin at 0.
    HeatMap scaled = least >= 0 && most > 0 ? map.withRange(0, most) : map;
    return scaled.withValueName("attention weight").with(frame.withSize(width, height));
  }
}
