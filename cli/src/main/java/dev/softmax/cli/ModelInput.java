package dev.softmax.cli;

import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.Model;
import dev.softmax.model.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a model that may be a language model is.
final class ModelInput {
  /// Where the header of safetensors begins, with a brace.
  private static final int HEADER = 8;

  /// What pickles begin with, before the number of their protocol.
  private static final int PICKLE = 0x80;

  @Option(
      names = "--tokenizer",
      paramLabel = "F",
      description = "The tokenizer of a model of llama2.c, such as tok512.bin.")
  @Nullable Path tokenizer;

  /// Reads a model.
  Model read(@Nullable Path file) {
    Path model = Objects.requireNonNull(file);
    if (tokenizer != null) {
      return ModelFile.readLlama(model, tokenizer);
    }
    try {
      return of(model);
    } catch (InputException e) {
      // Weights of llama2.c have nothing that tells what they are.
      throw model.toString().endsWith(".bin")
          ? new InputException(
              e.getMessage() + "; if this is a model of llama2.c, give its --tokenizer", e)
          : e;
    }
  }

  /// Reads a model of whatever form: an ONNX model, the weights of a network of pictures alone, or what
  /// [ModelFile] reads.
  static Model of(Path file) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return OnnxInput.read(file);
    }
    return isWeights(file) ? ImageClassifier.load(file) : ModelFile.read(file);
  }

  /// Whether a file looks like a checkpoint of PyTorch, or is safetensors that no `train` wrote.
  private static boolean isWeights(Path file) {
    byte[] start = start(file);
    if (start.length <= HEADER) {
      return false;
    }
    if (start[0] == 'P' && start[1] == 'K') {
      return true;
    }
    if (start[HEADER] != '{') {
      return (start[0] & 0xff) == PICKLE && start[1] > 0 && start[1] < HEADER;
    }
    try (Safetensors tensors = Safetensors.open(file)) {
      return !ModelFile.isModel(tensors);
    }
  }

  private static byte[] start(Path file) {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEADER + 1);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }
}
