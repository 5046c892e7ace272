package dev.softmax.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.softmax.io.AtomicFile;
import dev.softmax.io.JsonValue;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a network's last layer sees of pictures, as a file.
///
/// @param inputs the pictures
/// @param features `(F)` of each
record PictureFeatures(List<String> inputs, List<double[]> features) {
  /// Does the file's name end in a format that can be written?
  static void check(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".safetensors")) {
      throw new UsageException(file + " does not end in .csv or .safetensors");
    }
  }

  /// Writes them, whole or not at all: as CSV with columns `input` and `f0` to `fN`, or as safetensors
  /// with a tensor `features (N, F)` and under `inputs` of the metadata a list in JSON.
  void write(Path file) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      AtomicFile.write(
          file,
          out -> {
            out.write(header().getBytes(UTF_8));
            for (int row = 0; row < inputs.size(); row++) {
              out.write(line(row).getBytes(UTF_8));
            }
          });
    } else {
      JsonValue names =
          new JsonValue.Array(
              inputs.stream().map(name -> (JsonValue) new JsonValue.Text(name)).toList());
      Safetensors.write(file, Map.of("inputs", names.json()), Map.of("features", tensor()));
    }
  }

  private int width() {
    return features.getFirst().length;
  }

  private StoredTensor tensor() {
    float[] values = new float[inputs.size() * width()];
    for (int row = 0; row < inputs.size(); row++) {
      for (int i = 0; i < width(); i++) {
        values[row * width() + i] = (float) features.get(row)[i];
      }
    }
    return StoredTensor.of(values, inputs.size(), width());
  }

  private String header() {
    StringBuilder line = new StringBuilder("input");
    for (int i = 0; i < width(); i++) {
      line.append(",f").append(i);
    }
    return line.append('\n').toString();
  }

  private String line(int row) {
    StringBuilder line = new StringBuilder(PredictionRows.quoted(inputs.get(row)));
    for (double value : features.get(row)) {
      line.append(',').append((float) value);
    }
    return line.append('\n').toString();
  }
}
