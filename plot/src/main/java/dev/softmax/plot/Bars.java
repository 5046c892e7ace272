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
  final boolean horizontal;
  private final Frame frame;

  private Bars(Content content, Look look, Frame frame) {
    this.labels = content.labels;
    this.probabilities = content.probabilities;
    this.lastIsRest = content.lastIsRest;
    this.zoomed = look.zoomed;
    this.horizontal = look.horizontal;
    this.frame = frame;
  }

  private record Content(List<String> labels, double[] probabilities, boolean lastIsRest) {}

  private record Look(boolean zoomed, boolean horizontal) {}

  /// A bar for each of the probabilities (K), with labels (K).
  ///
  /// @throws IllegalArgumentException if there are none, the counts differ, or a value is not in 0..1
  public static Bars of(List<String> labels, double[] probabilities) {
    double[] copy = Checks.probabilities("probabilities", probabilities);
    Content content = new Content(Checks.names("bars", labels, copy.length), copy, false);
    return new Bars(content, new Look(false, false), Frame.of("", "class", "probability"));
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
    return new Bars(new Content(List.copyOf(names), values, true), look(), frame);
  }

  /// The same with the axis of probability ending just above the largest bar rather than at 1, for many
  /// classes none of which is likely.
  public Bars zoomed() {
    return new Bars(content(), new Look(true, horizontal), frame);
  }

  /// The same lying one below the other, each with its label before it and its value behind it, for long
  /// names. The names of the axes are not used.
  public Bars horizontal() {
    return new Bars(content(), new Look(zoomed, true), frame);
  }

  /// The same bars in another frame.
  public Bars with(Frame frame) {
    return new Bars(content(), look(), frame);
  }

  private Content content() {
    return new Content(labels, probabilities, lastIsRest);
  }

  private Look look() {
    return new Look(zoomed, horizontal);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
