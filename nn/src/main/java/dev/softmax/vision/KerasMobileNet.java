package dev.softmax.vision;

import dev.softmax.io.InputException;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorFile;
import dev.softmax.io.TensorType;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// MobileNet v1 in the names and layouts of Keras, which TensorFlow.js keeps: filters `(kh, kw, C, O)`,
/// those of single channels `(kh, kw, C, 1)`, and the last layer as filters of one pixel `(1, 1, F, K)`.
final class KerasMobileNet {
  private static final String STEM = "conv1/kernel";
  private static final String LAST = "conv_preds/kernel";

  /// A tensor of the file: its name, and which of its dimensions is each of ours. Dimensions that we do
  /// not have are of length 1.
  private record Origin(String name, int[] axes) {}

  private KerasMobileNet() {}

  static boolean isKeras(TensorFile file) {
    return file.contains(STEM) && file.contains(LAST);
  }

  static PictureArchitecture.MobileNet architecture(TensorFile file) {
    return new PictureArchitecture.MobileNet(
        PictureNetworks.length(file, LAST, 4, 2),
        PictureNetworks.length(file, STEM, 4, 2),
        PictureNetworks.length(file, LAST, 4, 3));
  }

  /// The network with the file's values.
  ///
  /// @throws InputException naming each tensor that is missing, too much or of another shape
  static MobileNet read(TensorFile file, PictureArchitecture.MobileNet architecture) {
    MobileNet network = architecture.zeros();
    List<String> wrong = new ArrayList<>();
    Set<String> used = new HashSet<>();
    network
        .state()
        .forEach(
            (name, tensor) -> {
              if (!name.endsWith("num_batches_tracked")) {
                Origin origin = origin(name);
                used.add(origin.name);
                check(file, origin, tensor.shape(), wrong);
              }
            });
    for (String name : file.names()) {
      if (!used.contains(name)) {
        wrong.add("%s %s is too much".formatted(InputException.quote(name), file.tensor(name)));
      }
    }
    if (!wrong.isEmpty()) {
      throw new InputException(
          file.file()
              + ": is of another model: "
              + String.join(", ", wrong.subList(0, Math.min(20, wrong.size()))));
    }
    network
        .state()
        .forEach(
            (name, tensor) -> {
              if (!name.endsWith("num_batches_tracked")) {
                copy(file, origin(name), tensor);
              }
            });
    return network;
  }

  private static Origin origin(String name) {
    int dot = name.lastIndexOf('.');
    String layer = layer(name.substring(0, dot));
    return switch (name.substring(dot + 1)) {
      case "weight" -> {
        if (layer.endsWith("_bn")) {
          yield new Origin(layer + "/gamma", new int[] {0});
        }
        if (layer.startsWith("conv_dw_")) {
          yield new Origin(layer + "/depthwise_kernel", new int[] {2, 3, 0, 1});
        }
        yield layer.equals("conv_preds")
            ? new Origin(LAST, new int[] {3, 2})
            : new Origin(layer + "/kernel", new int[] {3, 2, 0, 1});
      }
      case "bias" -> new Origin(layer + (layer.endsWith("_bn") ? "/beta" : "/bias"), new int[] {0});
      case "running_mean" -> new Origin(layer + "/moving_mean", new int[] {0});
      case "running_var" -> new Origin(layer + "/moving_variance", new int[] {0});
      default -> throw new IllegalStateException(name);
    };
  }

  private static String layer(String ours) {
    String[] parts = ours.split("\\.", -1);
    return switch (parts[0]) {
      case "conv1" -> "conv1";
      case "bn1" -> "conv1_bn";
      case "fc" -> "conv_preds";
      default -> {
        int number = Integer.parseInt(parts[1]) + 1;
        yield switch (parts[2]) {
          case "depthwise" -> "conv_dw_" + number;
          case "bn1" -> "conv_dw_" + number + "_bn";
          case "pointwise" -> "conv_pw_" + number;
          default -> "conv_pw_" + number + "_bn";
        };
      }
    };
  }

  private static long[] shape(Origin origin, Shape ours) {
    int rank = ours.rank() == 1 ? 1 : 4;
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    for (int axis = 0; axis < ours.rank(); axis++) {
      shape[origin.axes[axis]] = ours.length(axis);
    }
    return shape;
  }

  private static void check(TensorFile file, Origin origin, Shape ours, List<String> wrong) {
    String name = InputException.quote(origin.name);
    long[] shape = shape(origin, ours);
    if (!file.contains(origin.name)) {
      wrong.add(name + " is missing");
      return;
    }
    StoredTensor stored = file.tensor(origin.name);
    boolean isFloat =
        switch (stored.type()) {
          case F64, F32, F16, BF16 -> true;
          case I64, I32, U8, BOOL -> false;
        };
    if (!isFloat || !stored.hasShape(shape)) {
      wrong.add(
          "%s is %s instead of %s"
              .formatted(name, stored, StoredTensor.describe(TensorType.F32, shape)));
    }
  }

  /// Copies in the order of our dimensions.
  private static void copy(TensorFile file, Origin origin, Tensor to) {
    float[] from = file.tensor(origin.name).toFloats();
    long[] shape = shape(origin, to.shape());
    int[] strides = new int[to.shape().rank()];
    for (int axis = 0; axis < strides.length; axis++) {
      int stride = 1;
      for (int later = origin.axes[axis] + 1; later < shape.length; later++) {
        stride *= (int) shape[later];
      }
      strides[axis] = stride;
    }
    int[] place = new int[strides.length];
    float[] values = to.data();
    int at = 0;
    for (int i = 0; i < to.shape().size(); i++) {
      values[i] = from[at];
      for (int axis = strides.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++place[axis] < to.shape().length(axis)) {
          break;
        }
        at -= strides[axis] * place[axis];
        place[axis] = 0;
      }
    }
  }
}
