package dev.softmax.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.softmax.Compute;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model that ONNX Runtime has open: one input of pictures, and the output to read. Its memory and
/// threads go when nothing refers to the model any more; it cannot be closed under a thread that
/// runs it.
final class OnnxModel {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Path file;
  private final OrtSession session;
  private final PictureInput input;
  private final String output;

  /// Loads the native library when it is first needed. What it has to say comes as exceptions:
  /// nothing here prints.
  private static final class Library {
    static final OrtEnvironment ENVIRONMENT;

    static {
      Telemetry.disable();
      ENVIRONMENT = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    private Library() {}
  }

  private OnnxModel(Path file, OrtSession session, PictureInput input, String output) {
    this.file = file;
    this.session = session;
    this.input = input;
    this.output = output;
    CLEANER.register(this, () -> close(session));
  }

  /// Opens a file. Runs use as many threads as [Compute#threads] says now.
  ///
  /// @param named the output to read, or null for the first
  /// @throws InputException if the file is no ONNX model, its input is no picture, there is no such
  ///     output, or there is no native library for this system
  static OnnxModel open(Path file, @Nullable String named) {
    String complaint;
    try {
      complaint = OnnxFile.complaint(file);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
    if (complaint != null) {
      throw new InputException(file + ": " + complaint);
    }
    OrtSession session = session(file, environment(file));
    try {
      PictureInput input = input(file, session);
      return new OnnxModel(file, session, input, output(file, session, named));
    } catch (OrtException e) {
      close(session);
      throw failed(file, e);
    } catch (InputException e) {
      close(session);
      throw e;
    }
  }

  private static OrtEnvironment environment(Path file) {
    try {
      return Library.ENVIRONMENT;
    } catch (LinkageError e) {
      throw new InputException(
          file
              + ": ONNX Runtime's native library cannot be loaded on this system; it needs Linux or macOS or Windows"
              + " on a processor it knows, and a folder of temporary files that programs may be run from",
          e);
    }
  }

  private static OrtSession session(Path file, OrtEnvironment environment) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(Compute.threads());
      options.setInterOpNumThreads(1);
      // Pictures are prepared between runs, on cores where idle threads would spin otherwise.
      options.addConfigEntry("session.force_spinning_stop", "1");
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw failed(file, e);
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("an ONNX session cannot be closed", e);
    }
  }

  private static InputException failed(Path file, OrtException e) {
    return new InputException(
        file + ": ONNX Runtime cannot use it: " + RuntimeMessage.shortened(e.getMessage()), e);
  }

  private static PictureInput input(Path file, OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (inputs.size() != 1) {
      throw new InputException(
          "%s: has %d inputs %s, but a classifier of pictures has one"
              .formatted(
                  file, inputs.size(), InputException.quote(String.join(", ", inputs.keySet()))));
    }
    NodeInfo node = inputs.values().iterator().next();
    PictureInput input =
        node.getInfo() instanceof TensorInfo info ? PictureInput.of(node.getName(), info) : null;
    if (input == null) {
      throw new InputException(
          "%s: its input %s is %s, which is no picture: those are float or uint8, (B, C, H, W) or (B, H, W, C) with 1 or 3 channels"
              .formatted(file, InputException.quote(node.getName()), described(node)));
    }
    return input;
  }

  private static String output(Path file, OrtSession session, @Nullable String named)
      throws OrtException {
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    if (outputs.isEmpty()) {
      throw new InputException(file + ": has no output");
    }
    String name = named == null ? outputs.keySet().iterator().next() : named;
    NodeInfo node = outputs.get(name);
    if (node == null) {
      throw new InputException(
          "%s: has no output %s; it has %s"
              .formatted(
                  file,
                  InputException.quote(name),
                  InputException.quote(String.join(", ", outputs.keySet()))));
    }
    if (!(node.getInfo() instanceof TensorInfo info)
        || info.type != OnnxJavaType.FLOAT
        || !isRow(info.getShape())) {
      throw new InputException(
          "%s: its output %s is %s, not a row of logits or probabilities a picture, float (B, K)"
              .formatted(file, InputException.quote(name), described(node)));
    }
    return name;
  }

  /// `(B, K)`, or that and lengths of 1; lengths that are not known may be so.
  private static boolean isRow(long[] shape) {
    boolean row = shape.length >= 2;
    for (int axis = 2; axis < shape.length; axis++) {
      row &= shape[axis] == 1 || shape[axis] < 0;
    }
    return row;
  }

  private static String described(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo info ? PictureInput.describe(info) : "not a tensor";
  }

  /// The file it was read from.
  Path file() {
    return file;
  }

  /// What it takes.
  PictureInput input() {
    return input;
  }

  /// The texts its maker left in the file, by name.
  Map<String, String> metadata() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw failed(file, e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Runs the model.
  ///
  /// @param values the input, a direct buffer in the machine's order of bytes
  /// @param shape its shape
  /// @return the output, row-major, a row a picture
  /// @throws InputException if ONNX Runtime cannot, or the output has not a row a picture
  float[] run(ByteBuffer values, long[] shape) {
    OrtEnvironment environment = Library.ENVIRONMENT;
    try (OnnxTensor tensor =
            input.bytes()
                ? OnnxTensor.createTensor(environment, values, shape, OnnxJavaType.UINT8)
                : OnnxTensor.createTensor(environment, values.asFloatBuffer(), shape);
        OrtSession.Result result = session.run(Map.of(input.name(), tensor), Set.of(output))) {
      if (!(result.get(0) instanceof OnnxTensor logits)
          || !isRow(logits.getInfo().getShape())
          || logits.getInfo().getShape()[0] != shape[0]) {
        throw new InputException(
            "%s: gave %s for %d pictures, not a row a picture"
                .formatted(file, result.get(0).getInfo(), shape[0]));
      }
      FloatBuffer numbers = logits.getFloatBuffer();
      float[] rows = new float[numbers.remaining()];
      numbers.get(rows);
      return rows;
    } catch (OrtException e) {
      throw failed(file, e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
