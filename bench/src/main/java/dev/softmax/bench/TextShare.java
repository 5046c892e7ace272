package dev.softmax.bench;

import dev.softmax.Compute;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.TextData;
import dev.softmax.data.TextReadOptions;
import dev.softmax.data.TextReader;
import dev.softmax.network.TextNetwork;
import dev.softmax.network.TextNetworkOptions;
import dev.softmax.text.NGrams;
import dev.softmax.text.TextEncoder;
import dev.softmax.text.TextOptions;
import dev.softmax.text.TokenBags;
import dev.softmax.training.Monitor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Which share of training a text classifier is reading and encoding: a program of its own, for it
/// times a whole training once, in a fresh JVM, as a user has it. Times are the processor's of one thread, which
/// a busy machine does not change much; what the compilers do on theirs is not in them.
///
/// ```
/// java --add-modules jdk.incubator.vector -cp bench/target/benchmarks.jar dev.softmax.bench.TextShare FILE
/// ```
public final class TextShare {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private TextShare() {}

  /// Prints milliseconds of reading, finding the vocabulary, encoding and training with the defaults
  /// (words and pairs of words, vectors of 100, no hidden layer), and the share of reading and
  /// encoding.
  ///
  /// @param arguments a file with a labelled text a line
  /// @throws Exception if the file cannot be read
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: TextShare FILE");
    }
    Path file = Path.of(arguments[0]);
    Compute.limitThreads(1);
    long start = THREADS.getCurrentThreadCpuTime();
    TextData data = TextReader.read(file, TextReadOptions.defaults());
    ClassLabels.Labelled labels = ClassLabels.fit(data.targets(), data.target());
    TextData texts = data.rows(labels.rows());
    long read = THREADS.getCurrentThreadCpuTime();
    TextOptions options = TextOptions.defaults().withNgrams(NGrams.NONE.withWords(2));
    TextEncoder encoder = TextEncoder.fit(texts.texts(), options);
    long found = THREADS.getCurrentThreadCpuTime();
    TokenBags bags = encoder.encode(texts.texts());
    long encoded = THREADS.getCurrentThreadCpuTime();
    TextNetwork.Data all =
        new TextNetwork.Data(bags, labels.classes(), labels.labels().size(), encoder.size(), null);
    TextNetwork.Fitted fitted = TextNetwork.fit(all, TextNetworkOptions.defaults(), Monitor.NONE);
    long trained = THREADS.getCurrentThreadCpuTime();
    System.out.printf(
        Locale.ROOT,
        "%s: %d texts, %.2f MB, %d epochs%n",
        file.getFileName(),
        texts.size(),
        Files.size(file) / 1e6,
        fitted.training().epochs().size());
    System.out.printf(
        Locale.ROOT,
        "reading %.0f ms, vocabulary %.0f ms, encoding %.0f ms, training %.0f ms%n",
        (read - start) / 1e6,
        (found - read) / 1e6,
        (encoded - found) / 1e6,
        (trained - encoded) / 1e6);
    System.out.printf(
        Locale.ROOT,
        "reading and encoding: %.1f %% of the whole, with the vocabulary %.1f %%%n",
        100.0 * (read - start + encoded - found) / (trained - start),
        100.0 * (encoded - start) / (trained - start));
  }
}
