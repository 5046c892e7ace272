package dev.softmax.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.tensor.Tape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
  /// How often each symbol is a target, over all batches of `rows` windows.
  private static int[] targets(int symbols, Windows windows, int rows) {
    // The symbol at place i is i + 1, so that a target says its place, and 0 is none.
    int[] ids = IntStream.rangeClosed(1, symbols).toArray();
    WindowSource source = new WindowSource(ids, windows);
    int[] times = new int[symbols];
    int[] chosen = new int[rows];
    for (int from = 0; from < windows.size(); from += rows) {
      int count = Math.min(rows, windows.size() - from);
      for (int i = 0; i < count; i++) {
        chosen[i] = from + i;
      }
      WindowBatch batch = source.batch(chosen, count);
      assertThat(batch.isFirst()).isEqualTo(from == 0);
      Tape tape = Tape.inference();
      int[] inputs = batch.symbols(tape).data();
      int[] outputs = batch.targets(tape).data();
      int counted = 0;
      for (int i = 0; i < count * windows.length(); i++) {
        if (outputs[i] != -100) {
          assertThat(outputs[i]).isEqualTo(inputs[i] + 1);
          times[outputs[i] - 1]++;
          counted++;
        }
      }
      assertThat(batch.counted()).isEqualTo(counted);
    }
    return times;
  }

  @Test
  void whatIsMeasuredCountsEachSymbolButTheFirstOnce() {
    for (int symbols : new int[] {2, 3, 7, 8, 30, 101, 256}) {
      for (int length : new int[] {1, 2, 3, 8, 33, 300}) {
        int[] once = new int[symbols];
        Arrays.fill(once, 1, symbols, 1);
        for (int streams : new int[] {1, 2, 3, 16}) {
          assertThat(
                  targets(symbols, new Windows.MeasuredStreams(symbols, streams, length), streams))
              .as("%d symbols in %d streams by %d", symbols, streams, length)
              .isEqualTo(once);
        }
        assertThat(targets(symbols, new Windows.Overlapping(symbols, length), 4))
            .as("%d symbols by %d", symbols, length)
            .isEqualTo(once);
      }
    }
  }

  @Test
  void aMeasuredStreamReadsAWindowBeforeItsPart() {
    Windows.MeasuredStreams windows = new Windows.MeasuredStreams(101, 2, 10);
    assertThat(windows.at(1)).isEqualTo(new Windows.Window(40, 50, 100));
    assertThat(windows.at(0)).isEqualTo(new Windows.Window(0, 0, 50));
    assertThat(windows.at(2)).isEqualTo(new Windows.Window(10, 0, 50));
  }

  @Test
  void aPassOverTheTextSeesNearlyAllOnceAndCutsItElsewhereTheNextTime() {
    for (int parts : new int[] {1, 3}) {
      List<Windows> all =
          List.of(
              new Windows.Streams(1000, 4, 7, new Windows.Passes(parts, 1)),
              new Windows.Shuffled(1000, 7, new Windows.Passes(parts, 1)));
      for (Windows windows : all) {
        Set<Integer> starts = new HashSet<>();
        for (int pass = 0; pass < 3; pass++) {
          int[] times = new int[1000];
          for (int part = 0; part < parts; part++) {
            windows.begin(pass * parts + part);
            starts.add(windows.at(0).start() % 7);
            int[] seen = targets(1000, windows, 4);
            Arrays.setAll(times, i -> times[i] + seen[i]);
          }
          assertThat(Arrays.stream(times).max()).hasValue(1);
          assertThat(Arrays.stream(times).sum()).isBetween(900, 999);
        }
        assertThat(starts.size()).isGreaterThan(1);
      }
    }
  }

  @Test
  void streamsGoOnWhereTheyWere() {
    Windows.Streams windows = new Windows.Streams(1000, 4, 7, new Windows.Passes(1, 1));
    windows.begin(0);
    for (int row = 0; row + 4 < windows.size(); row++) {
      assertThat(windows.at(row + 4).start()).isEqualTo(windows.at(row).start() + 7);
    }
  }

  @Test
  void anEpochIsTheSameWhateverCameBefore() {
    Windows.Shuffled once = new Windows.Shuffled(1000, 7, new Windows.Passes(2, 9));
    Windows.Shuffled again = new Windows.Shuffled(1000, 7, new Windows.Passes(2, 9));
    for (int epoch = 0; epoch < 6; epoch++) {
      once.begin(epoch);
    }
    again.begin(5);
    for (int row = 0; row < once.size(); row++) {
      assertThat(once.at(row)).isEqualTo(again.at(row));
    }
  }
}
