package dev.softmax.nn;

import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorFile;
import dev.softmax.io.TensorType;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Parameters and buffers as files hold them: a safetensors file with the names of PyTorch's
/// `state_dict`, so that either loads what the other saved.
///
/// Read are F32, F64, F16 and BF16, and integers for counts; written is F32, but for PyTorch's
/// `num_batches_tracked`, which is I64.
public final class StateDict {
  /// The only buffer of integers that PyTorch's layers of this package have.
  private static final String COUNT = "num_batches_tracked";

  private static final int MOST_NAMED = 20;

  private final TensorFile file;
  private final String prefix;

  private StateDict(TensorFile file, String prefix) {
    this.file = file;
    this.prefix = prefix;
  }

  /// Writes a part's parameters and buffers to a file, whole or not at all.
  ///
  /// @throws InputException when it cannot be written
  public static void write(Part part, Path file) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    part.state().forEach((name, tensor) -> tensors.put(name, stored(name, tensor)));
    // Python's loaders for PyTorch look for this.
    Safetensors.write(file, Map.of("format", "pt"), tensors);
  }

  /// Gives a part the values of a file.
  ///
  /// @throws InputException when it cannot be read, or naming each tensor that is missing, too much or
  ///     of another shape or type; nothing has changed then
  public static void load(Part part, Path file) {
    try (Safetensors tensors = Safetensors.open(file)) {
      StateDict dict = of(tensors);
      dict.check(part);
      dict.copyInto(part.state());
    }
  }

  /// All tensors of an open file.
  public static StateDict of(TensorFile file) {
    return new StateDict(file, "");
  }

  /// Those whose names begin so, without this beginning: for models that are part of a larger file.
  public StateDict under(String prefix) {
    return new StateDict(file, this.prefix + prefix);
  }

  /// The values of a tensor, to be stored.
  public static StoredTensor stored(Tensor tensor) {
    return StoredTensor.of(tensor.values(), lengths(tensor.shape()));
  }

  private static StoredTensor stored(String name, Tensor tensor) {
    return name.endsWith(COUNT) && tensor.shape().rank() == 0
        ? StoredTensor.of(new long[] {(long) tensor.item()})
        : stored(tensor);
  }

  private static long[] lengths(Shape shape) {
    return Arrays.stream(shape.lengths()).asLongStream().toArray();
  }

  /// Checks that there is every tensor of a part, of its shape, and no other, and that the names of one
  /// tensor have the same values.
  ///
  /// @throws InputException naming each that is missing, too much, of another shape or type, or unlike
  ///     another name of the same tensor
  public void check(Part part) {
    check(part.state());
  }

  /// Checks as [#check(Part)] does, for tensors by name.
  ///
  /// @throws InputException as [#check(Part)] does
  public void check(SequencedMap<String, Tensor> tensors) {
    List<String> wrong = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          if (!file.contains(prefix + name)) {
            wrong.add(
                "%s %s is missing".formatted(InputException.quote(prefix + name), tensor.shape()));
          } else {
            StoredTensor stored = file.tensor(prefix + name);
            if (!stored.hasShape(lengths(tensor.shape())) || !suits(name, stored.type())) {
              wrong.add(
                  "%s is %s instead of %s %s"
                      .formatted(
                          InputException.quote(prefix + name),
                          stored,
                          TensorType.F32,
                          tensor.shape()));
            }
          }
        });
    for (String name : file.names()) {
      if (name.startsWith(prefix) && !tensors.containsKey(name.substring(prefix.length()))) {
        wrong.add("%s %s is too much".formatted(InputException.quote(name), file.tensor(name)));
      }
    }
    if (wrong.isEmpty()) {
      checkShared(tensors, wrong);
    }
    if (!wrong.isEmpty()) {
      throw new InputException(file.file() + ": is of another model: " + sentence(wrong));
    }
  }

  private void checkShared(SequencedMap<String, Tensor> tensors, List<String> wrong) {
    IdentityHashMap<float[], String> firsts = new IdentityHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          String first = firsts.putIfAbsent(tensor.data(), name);
          if (first != null
              && !Arrays.equals(
                  file.tensor(prefix + first).toFloats(), file.tensor(prefix + name).toFloats())) {
            wrong.add(
                "%s and %s differ, but are one tensor %s"
                    .formatted(
                        InputException.quote(prefix + first),
                        InputException.quote(prefix + name),
                        tensor.shape()));
          }
        });
  }

  private static boolean suits(String name, TensorType type) {
    return switch (type) {
      case F32, F64, F16, BF16 -> true;
      case I64, I32 -> name.endsWith(COUNT);
      case U8, BOOL -> false;
    };
  }

  private static String sentence(List<String> wrong) {
    return wrong.size() <= MOST_NAMED
        ? String.join(", ", wrong)
        : String.join(", ", wrong.subList(0, MOST_NAMED))
            + ", and "
            + (wrong.size() - MOST_NAMED)
            + " more";
  }

  /// Overwrites the values of tensors by name with those of the file; [#check] comes first.
  public void copyInto(SequencedMap<String, Tensor> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          float[] values = file.tensor(prefix + name).toFloats();
          System.arraycopy(values, 0, tensor.data(), 0, values.length);
        });
  }
}
