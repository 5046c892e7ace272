package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.image.PictureData;
import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorType;
import dev.softmax.tensor.Tensor;
import dev.softmax.vision.PictureNetwork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// A folder that keeps the features of pictures. A file is named by what its features follow from: the
/// network's weights, the recipe, and the pictures; so a file of that name is never out of date.
///
/// @param folder made when something is to be kept
record FeatureCache(Path folder) {
  /// Goes up when a network would make other features of the same pictures.
  private static final String VERSION = "features 1";

  private static final String NAME = "features";

  /// The features `(N, F)` of pictures: those that are kept, or new ones, which are kept then.
  double[] features(ImageClassifier base, PictureData data, Progress progress) {
    PictureNetwork network = base.network().orElseThrow();
    Path file = folder.resolve(key(network, base, data) + ".safetensors");
    if (Files.isRegularFile(file)) {
      return read(file, data.size(), network.featureWidth());
    }
    double[] features = base.features(data, progress);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw InputException.unwritable(folder, e);
    }
    // Networks compute in float: nothing is lost.
    float[] values = new float[features.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) features[i];
    }
    StoredTensor tensor = StoredTensor.of(values, data.size(), network.featureWidth());
    Safetensors.write(file, Map.of(), Map.of(NAME, tensor));
    return features;
  }

  private static double[] read(Path file, int rows, int width) {
    try (Safetensors stored = Safetensors.open(file)) {
      StoredTensor tensor = stored.tensor(NAME);
      if (tensor.type() != TensorType.F32 || !tensor.hasShape(rows, width)) {
        throw new InputException(
            "%s: holds %s, but features are %s; remove the file"
                .formatted(file, tensor, StoredTensor.describe(TensorType.F32, rows, width)));
      }
      return tensor.toDoubles();
    }
  }

  private static String key(PictureNetwork network, ImageClassifier base, PictureData data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(digest, VERSION);
      update(digest, RecipeJson.write(base.recipe()).json());
      network.state().forEach((name, tensor) -> update(digest, name, tensor));
      update(digest, data.sha256());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void update(MessageDigest digest, String name, Tensor tensor) {
    update(digest, name + " " + tensor.shape());
    int size = tensor.shape().size();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(size, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data(), 0, size);
    digest.update(bytes);
  }
}
