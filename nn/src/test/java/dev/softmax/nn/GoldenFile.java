package dev.softmax.nn;

import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.tensor.Tensor;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A file that `golden/nn/make.py` wrote.
public final class GoldenFile implements AutoCloseable {
  private final Safetensors file;

  public GoldenFile(String name) {
    this.file = Safetensors.open(path(name));
  }

  /// Where a file lies.
  public static Path path(String name) {
    URL url = GoldenFile.class.getResource("/golden/nn/" + name + ".safetensors");
    try {
      return Path.of(Objects.requireNonNull(url, name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public List<String> names() {
    return file.names();
  }

  public StoredTensor tensor(String name) {
    return file.tensor(name);
  }

  public float[] floats(String name) {
    return file.tensor(name).toFloats();
  }

  /// Slice `index` of the first dimension.
  public float[] floats(String name, int index) {
    StoredTensor tensor = file.tensor(name);
    int size = (int) (tensor.size() / tensor.shape()[0]);
    return Arrays.copyOfRange(tensor.toFloats(), index * size, (index + 1) * size);
  }

  public int[] ints(String name, int index) {
    float[] values = floats(name, index);
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }

  public Tensor parameter(String name) {
    StoredTensor tensor = file.tensor(name);
    int[] shape = Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray();
    return Tensor.parameter(tensor.toFloats(), shape);
  }

  @Override
  public void close() {
    file.close();
  }
}
