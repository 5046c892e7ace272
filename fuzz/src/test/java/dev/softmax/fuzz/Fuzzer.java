package dev.softmax.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Tries damaged files on one reader: the same seed, the same files.
///
/// @param inputs most files
/// @param seconds wall time after which no more are tried
/// @param seed of the damage
record Fuzzer(int inputs, int seconds, long seed) {
  private static final int SHRINKING = 300;

  /// A kind of fault, and the smallest file found that shows it.
  record Fault(String what, byte[] file) {}

  /// What became of the files.
  ///
  /// @param tried how many there were
  /// @param read how many were read without complaint
  /// @param largest bytes of memory that one took at most
  /// @param faults one of each kind
  record Report(int tried, int read, long largest, List<Fault> faults) {}

  Report run(Target target, Path folder) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    Map<String, byte[]> faults = new TreeMap<>();
    int tried = 0;
    int read = 0;
    long largest = 0;
    while (tried < inputs && System.nanoTime() < end) {
      byte[] file = input(target, tried++);
      Trial.Outcome outcome = Trial.run(target, file, folder);
      largest = Math.max(largest, outcome.allocated());
      String fault = outcome.fault();
      if (fault == null) {
        read += outcome.refused() == null ? 1 : 0;
      } else {
        faults.merge(fault, file, (a, b) -> a.length <= b.length ? a : b);
      }
    }
    List<Fault> shrunk = new ArrayList<>();
    faults.forEach((what, file) -> shrunk.add(new Fault(what, shrink(target, what, file, folder))));
    return new Report(tried, read, largest, shrunk);
  }

  /// The file of a number.
  byte[] input(Target target, int number) {
    SplittableRandom random =
        new SplittableRandom(31 * (31 * seed + target.name().hashCode()) + number);
    List<byte[]> seeds = target.seeds();
    byte[] file = seeds.get(random.nextInt(seeds.size()));
    byte[] other = seeds.get(random.nextInt(seeds.size()));
    return target.frame().mutate(file, other, random);
  }

  private static byte[] shrink(Target target, String fault, byte[] file, Path folder) {
    if (fault.startsWith("hangs")) {
      return file; // Each try would leave a thread behind.
    }
    return new Shrinker(
            smaller -> fault.equals(Trial.run(target, smaller, folder).fault()), SHRINKING)
        .shrink(file);
  }

  /// Writes faults where a person finds them: a file each.
  static void keep(Target target, List<Fault> faults, Path folder) {
    try {
      for (int i = 0; i < faults.size(); i++) {
        Path to = folder.resolve(target.folder()).resolve(Integer.toString(i));
        Files.createDirectories(to);
        Files.write(to.resolve(target.fileName()), faults.get(i).file());
        Files.writeString(to.resolve("fault.txt"), faults.get(i).what() + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
