package dev.softmax.model;

import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorFile;
import dev.softmax.io.TensorFiles;
import dev.softmax.sequence.LanguageNetwork;
import dev.softmax.sequence.LlamaVocabulary;
import dev.softmax.sequence.llama.LlamaModel;
import dev.softmax.text.fasttext.FastTextModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The one file that a model lives in: `.safetensors`, which Python opens.
///
/// Under `__metadata__` are texts: `format` (`softmax`), `formatVersion`, `kind` (`table`,
/// `sparse`, `text`, `image` or `language`), `training` (a JSON object). Of classifiers: `target`,
/// `classes` (a JSON list), `encoder` (JSON: of a table a list with an object a column, of texts an
/// object with the vocabulary), `temperature`, and of a network `layers` (a JSON object). Of sparse
/// rows: `indexBase`, `0` or `1`. Of pictures: `recipe` and `architecture` (JSON objects) and
/// `temperature`. Of language models: `symbols`, `architecture` and `validation` (JSON objects).
/// The tensors of a softmax regression are `coefficients (K, D)` and `intercepts (K)`, both `F64`;
/// those of a network have the names of PyTorch's `state_dict` after `network.`, and are `F32`. The
/// same model makes the same bytes, and reading them makes the same model, bit by bit.
public final class ModelFile {
  private static final String FORMAT = "softmax";

  /// Goes up when an older reader would misread a file.
  private static final int VERSION = 1;

  private ModelFile() {}

  /// Writes a model, whole or not at all.
  ///
  /// @param model the model
  /// @param file where to; what was there is replaced
  /// @throws InputException when the file cannot be written
  public static void write(Model model, Path file) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("format", FORMAT);
    texts.put("formatVersion", Integer.toString(VERSION));
    texts.put("kind", model.kind());
    StoredModel.describe(model, texts);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    switch (model) {
      case TableClassifier table -> TableFile.write(table, texts, tensors);
      case SparseClassifier sparse -> SparseFile.write(sparse, texts, tensors);
      case TextClassifier text -> TextFile.write(text, texts, tensors);
      case LanguageModel language -> LanguageFile.write(language, texts, tensors);
      case ImageClassifier image -> ImageFile.write(image, texts, tensors);
      case FastTextClassifier _ ->
          throw new IllegalArgumentException("models of fastText are read, not written");
    }
    if (model instanceof Classifier classifier) {
      TrustFile.write(classifier, texts, tensors);
    }
    Safetensors.write(file, texts, tensors);
  }

  /// Reads a model.
  ///
  /// @param file a file that [#write] made, a classifier of fastText (`.bin`, `.ftz`), or the
  ///     weights alone of a network of pictures (safetensors, `.pth`, `.th`), for which see
  ///     [ImageClassifier#load(Path)]
  /// @throws InputException when it cannot be read, is no model, is of a kind or version that is
  ///     not known here, does not fit together, or has a tensor that it does not use; the message says
  ///     which
  public static Model read(Path file) {
    if (Files.isRegularFile(file) && FastTextModel.recognises(file)) {
      return FastTextClassifier.read(file);
    }
    try (TensorFile tensors = open(file)) {
      if (!(tensors instanceof Safetensors own && isModel(own))) {
        return ImageFile.ofWeights(tensors);
      }
      StoredModel stored = new StoredModel(file, own);
      requireVersion(file, stored.text("formatVersion"));
      return stored.whole(read(stored, stored.text("kind")));
    }
  }

  private static Model read(StoredModel stored, String kind) {
    return switch (kind) {
      case TableClassifier.KIND -> TrustFile.read(stored, TableFile.read(stored));
      case SparseClassifier.KIND -> TrustFile.read(stored, SparseFile.read(stored));
      case TextClassifier.KIND -> TrustFile.read(stored, TextFile.read(stored));
      case LanguageModel.KIND -> LanguageFile.read(stored);
      case ImageClassifier.KIND -> TrustFile.read(stored, ImageFile.read(stored));
      default ->
          throw new InputException(
              stored.file()
                  + ": holds a model of the kind "
                  + InputException.quote(kind)
                  + ", which this version does not know");
    };
  }

  private static TensorFile open(Path file) {
    try {
      return TensorFiles.open(file);
    } catch (InputException e) {
      // Only fastText's own files end so.
      throw Files.isRegularFile(file) && file.toString().toLowerCase(Locale.ROOT).endsWith(".ftz")
          ? new InputException(file + ": is no model of fastText: it does not begin as one", e)
          : e;
    }
  }

  /// Whether a file says that it is a model, of whatever kind and version.
  private static boolean isModel(Safetensors file) {
    return FORMAT.equals(file.metadata().get("format"));
  }

  /// Reads a model of llama2.c.
  ///
  /// @param weights a file of its first format, such as `stories260K.bin`
  /// @param tokenizer the tokens of the same model, such as `tok512.bin`
  /// @throws InputException when one cannot be read, or they do not belong together
  public static LanguageModel readLlama(Path weights, Path tokenizer) {
    LlamaModel model = LlamaModel.read(weights, tokenizer);
    try {
      return LanguageModel.of(
          new LlamaVocabulary(model.tokenizer()), LanguageNetwork.of(model.transformer()));
    } catch (IllegalArgumentException e) {
      throw new InputException(weights + ": cannot be used: " + e.getMessage(), e);
    }
  }

  private static void requireVersion(Path file, String version) {
    if (version.matches("[1-9][0-9]*") && !version.equals(Integer.toString(VERSION))) {
      throw new InputException(
          file
              + ": was written by a newer Softmax in format "
              + InputException.quote(version)
              + "; this one reads format "
              + VERSION);
    }
    if (!version.equals(Integer.toString(VERSION))) {
      throw new InputException(
          file + ": has the unknown format version " + InputException.quote(version));
    }
  }
}
