package dev.softmax.fuzz;

import java.util.Arrays;
import java.util.function.Predicate;

/// Makes a file that shows a fault smaller, and more like the file it was made from: pieces are left out,
/// and bytes are taken back, as long as the fault shows (Zeller and Hildebrandt 2002, "Simplifying and
/// Isolating Failure-Inducing Input").
final class Shrinker {
  private final Predicate<byte[]> shows;
  private int triesLeft;

  /// @param shows whether a file shows the fault
  /// @param tries how often it may be asked
  Shrinker(Predicate<byte[]> shows, int tries) {
    this.shows = shows;
    this.triesLeft = tries;
  }

  /// @param file shows the fault
  byte[] shrink(byte[] file) {
    byte[] smallest = file;
    for (int piece = Math.max(1, file.length / 2); piece > 0; piece /= 2) {
      int at = 0;
      while (at < smallest.length && triesLeft > 0) {
        byte[] shorter = without(smallest, at, Math.min(smallest.length, at + piece));
        triesLeft--;
        if (shows.test(shorter)) {
          smallest = shorter;
        } else {
          at += piece;
        }
      }
    }
    return smallest;
  }

  private static byte[] without(byte[] file, int from, int to) {
    byte[] shorter = Arrays.copyOf(file, file.length - (to - from));
    System.arraycopy(file, to, shorter, from, file.length - to);
    return shorter;
  }
}
