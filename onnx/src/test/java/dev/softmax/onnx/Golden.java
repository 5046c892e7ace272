package dev.softmax.onnx;

import dev.softmax.image.PreparedPictures;
import dev.softmax.io.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The models that `make.py` wrote, and what ONNX Runtime's Python said to their pictures.
final class Golden {
  static final Path FOLDER = Path.of("src/test/resources/golden/onnx");

  private Golden() {}

  static Path model(String name) {
    return FOLDER.resolve(name + ".onnx");
  }

  private static JsonValue.Fields found(String name) throws IOException {
    return JsonValue.parse(Files.readString(FOLDER.resolve("logits.json")))
        .object()
        .need(name)
        .object();
  }

  /// The model's output, row-major.
  static float[] output(String name) throws IOException {
    var numbers = found(name).need("output").list();
    float[] output = new float[numbers.size()];
    for (int i = 0; i < output.length; i++) {
      output[i] = (float) numbers.get(i).number();
    }
    return output;
  }

  /// The input that gave it, the channels moved last.
  static PreparedPictures pictures(String name, boolean channelsLast, boolean bytes)
      throws IOException {
    int[] shape = found(name).need("shape").list().stream().mapToInt(JsonValue::count).toArray();
    int height = channelsLast ? shape[1] : shape[2];
    int width = channelsLast ? shape[2] : shape[3];
    int channels = channelsLast ? shape[3] : shape[1];
    float[] values = new float[shape[0] * height * width * channels];
    for (int i = 0; i < values.length; i++) {
      float value = i * 37 % 251 / (bytes ? 1f : 251f);
      int area = height * width;
      int to = i;
      if (!channelsLast) {
        int picture = i / (area * channels);
        int channel = i / area % channels;
        to = (picture * area + i % area) * channels + channel;
      }
      values[to] = value;
    }
    return new PreparedPictures(values, shape[0], height, width, channels);
  }
}
