package dev.softmax.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The bars of one distribution, each with its value on top while there is room for it. Labels are
/// slanted, then thinned, as they get too many.
public final class Bars implements Figure {
  final List<String> labels;
  final double[] probabilities;
  final boolean lastIsRest;
  final boolean zoomed;
  private final Frame frame;

  private Bars(Content content, boolean zoomed, Frame frame) {
    this.labels = content.labels;
    this.probabilities = content.probabilities;
    this.lastIsRest = content.lastIsRest;
    this.zoomed = zoomed;
    this.frame = frame;
  }

  private record Content(List<String> labels, double[] probabilities, boolean lastIsRest) {}

  /// A bar for each of the probabilities (K), with labels (K).
  ///
  /// @throws IllegalArgumentException if there are none, the counts differ, or a value is not in 0..1
  public static Bars of(List<String> labels, double[] probabilities) {
    double[] copy = Checks.probabilities("probabilities", probabilities);
    Content content = new Content(Checks.names("bars", labels, copy.length), copy, false);
    return new Bars(content, false, Frame.of("", "class", "probability"));
  }

  /// The `count` largest, largest first and the lower index first among equals, and one bar `other`
  /// for the sum of the rest. All bars, as they are, where there are no more than `count`.
  ///
  /// @throws IllegalArgumentException if count is not positive
  public Bars top(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("bars: top " + count + " must be at least 1");
    }
    int size = probabilities.length;
    if (count >= size) {
      return this;
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<String> names = new ArrayList<>();
    double[] values = new double[count + 1];
    for (int i = 0; i < size; i++) {
      if (i < count) {
        names.add(labels.get(order[i]));
        values[i] = probabilities[order[i]];
      } else {
        values[count] += probabilities[order[i]];
      }
    }
    names.add("other (" + (size - count) + ")");
    values[count] = Math.min(1, values[count]);
    return new Bars(new Content(List.copyOf(names), values, true), zoomed, frame);
  }

  /// The same with the vertical axis ending just above the largest bar rather than at 1, for many
  /// classes none of which is likely.
  public Bars zoomed() {
    return new Bars(new Content(labels, probabilities, lastIsRest), true, frame);
  }

  /// The same bars in another frame.
  public Bars with(Frame frame) {
    return new Bars(new Content(labels, probabilities, lastIsRest), zoomed, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
