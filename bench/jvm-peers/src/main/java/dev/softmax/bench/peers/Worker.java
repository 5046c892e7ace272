package dev.softmax.bench.peers;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// One peer with one table: reads lines `settle SECONDS` and `fit SETTING`, and answers each with one
/// line of JSON. Arguments: peer, table, folder of the tables, threads.
public final class Worker {
  private Worker() {}

  /// Answers until standard input ends.
  ///
  /// @param args peer, table, folder of the tables, threads
  /// @throws IOException if the table or standard input cannot be read
  public static void main(String[] args) throws IOException {
    // Libraries that print do so among the messages.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    Table table = Table.read(Path.of(args[2]), args[1]);
    Fitter fitter = fitter(args[0], table, Integer.parseInt(args[3]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      out.println(
          switch (words[0]) {
            case "settle" -> settle(fitter, table, Double.parseDouble(words[1]));
            case "fit" -> fit(fitter, table, words[1]);
            default -> throw new IllegalArgumentException("worker: no command " + words[0]);
          });
    }
    // Threads of a library may live on.
    System.exit(0);
  }

  private static Fitter fitter(String peer, Table table, int threads) {
    return switch (peer) {
      case "smile" -> new SmileFitter(table);
      case "tribuo" -> new TribuoFitter(table);
      case "liblinear" -> new LiblinearFitter(table);
      case "spark" -> new SparkFitter(table, threads);
      default -> throw new IllegalArgumentException("worker: no peer " + peer);
    };
  }

  private static String settle(Fitter fitter, Table table, double seconds) {
    return String.format(
        Locale.ROOT,
        "{\"label\":\"%s\",\"measure\":\"%s\",\"setting\":\"%s\",\"goal\":%.17g,\"c\":%s}",
        fitter.label(),
        fitter.measure(),
        fitter.settle(seconds),
        table.goal(),
        table.c());
  }

  /// Wall time and processor time of all threads, and what the fit reaches, which is not timed.
  private static String fit(Fitter fitter, Table table, String setting) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long begin = System.nanoTime();
    Object model = fitter.fit(setting);
    long nanos = System.nanoTime() - begin;
    cpu = system.getProcessCpuTime() - cpu;
    double value = fitter.value(table, fitter.read(model));
    return String.format(
        Locale.ROOT,
        "{\"seconds\":%.6f,\"cpu\":%.6f,\"value\":%.17g}",
        nanos * 1e-9,
        cpu * 1e-9,
        value);
  }
}
