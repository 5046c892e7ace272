package dev.softmax.sequence;

import java.util.SplittableRandom;

/// How a text of N symbols is cut into windows of T. Position `i` of a window predicts symbol `i + 1`, so
/// N symbols give N − 1 predictions. A trainer takes windows in order, B at a time.
sealed interface Windows {
  /// A window.
  ///
  /// @param start its first symbol; what is past the text is read as symbol 0 and does not count
  /// @param from the first position that counts
  /// @param to past the last one
  record Window(int start, int from, int to) {}

  /// Number of windows.
  int size();

  /// T.
  int length();

  /// One of them.
  Window at(int row);

  /// An epoch of training begins, counted from 0.
  default void begin(int epoch) {}

  /// Parts of a pass over a text: trainings count parts as epochs, so that a long text is validated more
  /// than once a pass.
  ///
  /// @param parts of a pass
  /// @param seed of what is drawn for a pass
  record Passes(int parts, long seed) {
    /// Odd and without pattern (2⁶⁴ over the golden ratio), so that passes of nearby seeds differ.
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    SplittableRandom random(int epoch) {
      return new SplittableRandom(seed + STRIDE * (epoch / parts + 1L));
    }
  }

  /// For training with a state that is carried on: B streams, each a part of the text read in order, from
  /// a start that is drawn for each pass. Row `s B + b` is step `s` of stream `b`.
  final class Streams implements Windows {
    private final int streams;
    private final int length;
    private final int steps;
    private final int slack;
    private final Passes passes;
    private int offset;
    private int done;

    Streams(int symbols, int streams, int length, Passes passes) {
      int perPass = (symbols - 1) / (streams * length);
      this.streams = streams;
      this.length = length;
      this.steps = perPass / passes.parts();
      this.slack = symbols - 1 - perPass * streams * length;
      this.passes = passes;
    }

    @Override
    public int size() {
      return steps * streams;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public void begin(int epoch) {
      offset = passes.random(epoch).nextInt(slack + 1);
      done = epoch % passes.parts() * steps;
    }

    @Override
    public Window at(int row) {
      int stream = row % streams * steps * passes.parts();
      int start = offset + (stream + done + row / streams) * length;
      return new Window(start, start, start + length);
    }
  }

  /// For training on windows that know nothing of each other: shuffled, and shifted by what is drawn, for
  /// each pass.
  final class Shuffled implements Windows {
    /// With so many, one is given up for the sake of shifts.
    private static final int MANY = 16;

    private final int length;
    private final int[] order;
    private final int slack;
    private final Passes passes;
    private int offset;
    private int done;

    Shuffled(int symbols, int length, Passes passes) {
      int whole = (symbols - 1) / length;
      this.length = length;
      this.order = new int[whole >= MANY ? whole - 1 : whole];
      this.slack = symbols - 1 - order.length * length;
      this.passes = passes;
    }

    @Override
    public int size() {
      return order.length / passes.parts();
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public void begin(int epoch) {
      SplittableRandom random = passes.random(epoch);
      offset = random.nextInt(slack + 1);
      for (int i = 0; i < order.length; i++) {
        int other = random.nextInt(i + 1);
        order[i] = order[other];
        order[other] = i;
      }
      done = epoch % passes.parts() * size();
    }

    @Override
    public Window at(int row) {
      int start = offset + order[done + row] * length;
      return new Window(start, start, start + length);
    }
  }

  /// For measuring with a state that is carried on: each of B streams counts a part of the text, and reads
  /// a window before it to know where it is. Row `s B + b` is step `s` of stream `b`.
  ///
  /// @param symbols N
  /// @param streams B
  /// @param length T
  record MeasuredStreams(int symbols, int streams, int length) implements Windows {
    private int share() {
      return Math.ceilDiv(symbols - 1, streams);
    }

    @Override
    public int size() {
      // No stream reads more than its share and a window before it.
      int longest = Math.min(symbols - 1, share() + (streams > 1 ? length : 0));
      return Math.ceilDiv(longest, length) * streams;
    }

    @Override
    public Window at(int row) {
      int from = (int) Math.min((long) row % streams * share(), symbols - 1);
      int start = Math.max(0, from - length) + row / streams * length;
      return new Window(start, from, (int) Math.min((long) from + share(), symbols - 1));
    }
  }

  /// For measuring with windows that know nothing of each other: each counts its last half, the first
  /// one all, so that every symbol but the first ones has half a window before it or more.
  ///
  /// @param symbols N
  /// @param length T
  record Overlapping(int symbols, int length) implements Windows {
    private int stride() {
      return Math.max(1, length / 2);
    }

    @Override
    public int size() {
      return 1 + Math.ceilDiv(Math.max(0, symbols - 1 - length), stride());
    }

    @Override
    public Window at(int row) {
      int start = row * stride();
      return new Window(start, row == 0 ? 0 : start + length - stride(), start + length);
    }
  }
}
