package dev.softmax.training;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One JSON object a line, each handed to the system whole, so that who reads along sees no half line.
/// Numbers that are not finite are left out.
final class TrainingLog implements AutoCloseable {
  private final @Nullable Path file;
  private final @Nullable OutputStream out;

  private TrainingLog(@Nullable Path file, @Nullable OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /// @param append whether the lines of before stay
  static TrainingLog open(Optional<Path> file, boolean append) {
    if (file.isEmpty()) {
      return new TrainingLog(null, null);
    }
    try {
      // Not a channel: an interrupt of the thread, which ends a training, would close it.
      return new TrainingLog(file.get(), new FileOutputStream(file.get().toFile(), append));
    } catch (IOException e) {
      throw InputException.unwritable(file.get(), e);
    }
  }

  void epoch(EpochReport report) {
    JsonValue.Fields line = start("epoch", report.epoch(), report.steps(), report.learningRate());
    for (Map.Entry<String, Double> mean : report.training().entrySet()) {
      line = with(line, mean.getKey(), mean.getValue());
    }
    for (Map.Entry<String, Double> mean : report.validation().entrySet()) {
      String name = mean.getKey();
      line =
          with(
              line,
              "validation" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
              mean.getValue());
    }
    write(with(line, "seconds", report.seconds()));
  }

  void step(int epoch, long step, double rate, double loss) {
    if (out != null) {
      write(with(start("step", epoch, step, rate), Scores.LOSS, loss));
    }
  }

  private static JsonValue.Fields start(String event, int epoch, long step, double rate) {
    return with(
        JsonValue.fields()
            .with("event", new JsonValue.Text(event))
            .with("epoch", JsonValue.of(epoch))
            .with("step", JsonValue.of(step)),
        "learningRate",
        rate);
  }

  private static JsonValue.Fields with(JsonValue.Fields line, String name, double value) {
    return Double.isFinite(value) ? line.with(name, JsonValue.of(value)) : line;
  }

  private void write(JsonValue line) {
    if (out != null && file != null) {
      try {
        out.write((line.json() + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw InputException.unwritable(file, e);
      }
    }
  }

  @Override
  public void close() {
    if (out != null && file != null) {
      try {
        out.close();
      } catch (IOException e) {
        throw InputException.unwritable(file, e);
      }
    }
  }
}
