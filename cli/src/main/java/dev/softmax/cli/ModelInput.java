package dev.softmax.cli;

import dev.softmax.io.InputException;
import dev.softmax.model.Model;
import dev.softmax.model.ModelFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a model that may be a language model is.
final class ModelInput {
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

  /// Reads a model of whatever form: an ONNX model, or what [ModelFile] reads.
  static Model of(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")
        ? OnnxInput.read(file)
        : ModelFile.read(file);
  }
}
