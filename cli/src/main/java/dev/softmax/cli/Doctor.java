package dev.softmax.cli;

import dev.softmax.Compute;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says on what the command runs, and what to change.
@Command(
    name = "doctor",
    description = "Shows the JDK, the cores and the kernels in use, and what to change.",
    footer = {"", "Examples:", "  softmax doctor", "  softmax doctor --json"})
final class Doctor implements Callable<Integer> {
  private static final long MEBIBYTE = 1 << 20;

  private final Streams streams;
  @Mixin private final CommonOptions common = new CommonOptions();

  Doctor(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String java = Runtime.version() + " (" + System.getProperty("java.vendor", "?") + ")";
    String home = System.getProperty("java.home", "?");
    String machine = System.getProperty("os.name", "?") + " " + System.getProperty("os.arch", "?");
    int cores = Runtime.getRuntime().availableProcessors();
    long memory = Runtime.getRuntime().maxMemory() / MEBIBYTE;
    int bits = Compute.vectorBits();
    String kernels = bits == 0 ? "scalar" : "SIMD";
    @Nullable String remedy = Compute.remedy().orElse(null);
    if (common.json) {
      Json.print(
          streams.out(),
          Json.object(
              "version", Main.version(),
              "java", java,
              "javaHome", home,
              "machine", machine,
              "cores", cores,
              "threads", Compute.threads(),
              "memoryMebibytes", memory,
              "kernels", kernels,
              "vectorBits", bits,
              "remedy", remedy));
      return Main.DONE;
    }
    new TextTable("ll")
        .row("softmax", Main.version())
        .row("Java", java)
        .row("", home)
        .row("machine", machine)
        .row("cores", cores + ", " + Compute.threads() + " threads in use")
        .row("memory", memory + " MiB at most")
        .row("kernels", bits == 0 ? kernels : kernels + ", vectors of " + bits + " bits")
        .row("to change", remedy == null ? "nothing" : remedy)
        .print(streams.out());
    return Main.DONE;
  }
}
