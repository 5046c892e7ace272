package dev.softmax.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An axis before it is laid out: its name, its range and its marks.
///
/// @param bands whether marks are classes side by side (element `i` in the middle of `i..i+1`) rather
///     than ticks of a number line
record Scale(String name, Range range, List<Mark> marks, boolean bands) {
  /// A labelled place.
  record Mark(double at, String label) {}

  /// A number line with about `count` ticks.
  static Scale numbers(String name, Range range, int count) {
    return new Scale(name, range, ticks(range, count), false);
  }

  /// A number line that ends on ticks.
  static Scale rounded(String name, Range range, int count) {
    double step = range.step(count);
    Range wider = range.outTo(step);
    return new Scale(name, wider, every(step, wider), false);
  }

  /// Classes from left to right.
  static Scale bands(String name, List<String> labels) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      marks.add(new Mark(i + 0.5, labels.get(i)));
    }
    return new Scale(name, new Range(0, labels.size()), List.copyOf(marks), true);
  }

  /// The same the other way round: classes from the top to the bottom.
  Scale reversed() {
    return new Scale(name, new Range(range.high(), range.low()), marks, bands);
  }

  /// Round numbers in the range, about `count`, with as many decimals as tell them apart.
  static List<Mark> ticks(Range range, int count) {
    return every(range.step(count), range);
  }

  private static List<Mark> every(double step, Range range) {
    double size = Math.max(Math.abs(range.low()), Math.abs(range.high()));
    boolean plain = size < 1e6 && step >= 1e-4;
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    long first = (long) Math.ceil(range.low() / step - 1e-9);
    long last = (long) Math.floor(range.high() / step + 1e-9);
    List<Mark> marks = new ArrayList<>();
    for (long i = first; i <= last && marks.size() < 200; i++) {
      double at = i * step;
      String label =
          plain
              ? Numbers.decimals(at, decimals)
              : Numbers.shortest(Double.parseDouble(String.format(Locale.ROOT, "%.5e", at)));
      marks.add(new Mark(at, label));
    }
    return List.copyOf(marks);
  }
}
