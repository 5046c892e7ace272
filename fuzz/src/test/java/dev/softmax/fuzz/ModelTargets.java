package dev.softmax.fuzz;

import static dev.softmax.fuzz.Seeds.golden;

import dev.softmax.calibration.ConformalScores;
import dev.softmax.calibration.SetScore;
import dev.softmax.data.LibsvmReader;
import dev.softmax.image.Picture;
import dev.softmax.io.InputException;
import dev.softmax.model.FastTextClassifier;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.LanguageModel;
import dev.softmax.model.Model;
import dev.softmax.model.ModelFile;
import dev.softmax.model.SparseClassifier;
import dev.softmax.model.TableClassifier;
import dev.softmax.model.TextClassifier;
import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.TextGenerator;
import dev.softmax.sequence.UnknownSymbols;
import dev.softmax.sequence.llama.LlamaTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Model files of every kind. What still loads after the damage must predict: probabilities, or a sentence
/// that says why not.
final class ModelTargets {
  private static final List<String> TEXTS =
      List.of("", "a lovely day", "no such words", "grey 🎉", "one two three 123");

  private ModelTargets() {}

  static List<Target> targets() {
    return List.of(
        own("model of tables", ModelSeeds.tables()),
        own("model of sparse rows", ModelSeeds.sparse()),
        own("model of texts", ModelSeeds.texts()),
        own("model of pictures", ModelSeeds.pictures()),
        own("language model", ModelSeeds.languages()),
        Target.of(
            "fasttext bin", "model.bin", golden("learn/fasttext", "*.bin"), ModelTargets::use),
        Target.of(
            "fasttext ftz", "model.ftz", golden("learn/fasttext", "*.ftz"), ModelTargets::use),
        Target.of(
            "llama weights", "model.bin", List.of(llama(false), llama(true)), ModelTargets::llama),
        Target.of("llama tokenizer", "tok.bin", List.of(tokens()), ModelTargets::tokenizer));
  }

  private static Target own(String name, List<byte[]> seeds) {
    return Target.of(name, "model.safetensors", seeds, ModelTargets::use).within(Frame.SAFETENSORS);
  }

  private static void use(Path file) {
    Model model = ModelFile.read(file);
    Checks.named(file, () -> predict(model, file));
  }

  private static void predict(Model model, Path file) {
    switch (model) {
      case TableClassifier table -> table(table);
      case SparseClassifier sparse -> sparse(sparse, file);
      case TextClassifier text -> {
        Checks.probabilities(text.probabilities(TEXTS), text.labels().size());
        text.explain(TEXTS.get(1), 0);
      }
      case ImageClassifier image -> {
        Picture picture = Picture.of(new byte[9 * 7 * 3], 9, 7, 3);
        Checks.probabilities(image.probabilities(List.of(picture)), image.labels().size());
      }
      case LanguageModel language -> speak(language, file);
      case FastTextClassifier fastText -> Checks.finite("fastText", fastText.probabilities(TEXTS));
    }
  }

  private static void table(TableClassifier model) {
    int classes = model.labels().size();
    double[] probabilities = model.probabilities(ModelSeeds.fewRows());
    Checks.probabilities(probabilities, classes);
    double[] row = Arrays.copyOf(probabilities, classes);
    model
        .conformalScores()
        .ifPresent(
            scores -> {
              // The one thing that whoever asks must look at: few rows promise little.
              if (scores.rows() >= ConformalScores.rowsNeeded(0.8)) {
                scores.sets(0.8, new SetScore.Aps()).set(row);
              }
            });
  }

  private static void sparse(SparseClassifier model, Path file) {
    Path rows = write(file.resolveSibling("rows.libsvm"), "1:1 3:0.5\n2:2 5:1\n\n");
    Checks.probabilities(
        model.probabilities(LibsvmReader.read(rows, model.reading(false))), model.labels().size());
  }

  /// Reads a prompt and goes on from it.
  private static void speak(LanguageModel model, Path file) {
    TextGenerator generator = model.generator(SamplerChain.of(new Multinomial()), 7);
    generator.read(Corpus.of("prompt", "one two"), UnknownSymbols.DROP);
    for (int i = 0; i < 40 && next(generator, file); i++) {
      generator
          .candidates(3)
          .forEach(c -> Checks.within("a symbol", c.token(), model.vocabulary().size()));
    }
    generator.end();
  }

  /// As the command does: logits that are no numbers are an argument to the generator, and data to whoever
  /// chose the model.
  private static boolean next(TextGenerator generator, Path file) {
    try {
      return generator.next().isPresent();
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).matches("sampler: logit [0-9]+ is NaN")) {
        throw new InputException(file + ": no symbol can be chosen: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static void llama(Path file) {
    speak(ModelFile.readLlama(file, write(file.resolveSibling("tok.bin"), tokens())), file);
  }

  private static void tokenizer(Path file) {
    LlamaTokenizer tokenizer = LlamaTokenizer.read(file);
    for (String text : TEXTS) {
      int[] tokens = tokenizer.encode(text);
      for (int token : tokens) {
        Checks.within("a token", token, tokenizer.size());
      }
      tokenizer.decode(tokens);
    }
  }

  private static Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Path write(Path file, byte[] content) {
    try {
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Weights of llama2.c: width 4, hidden 6, 2 layers, 2 heads, 1 of keys, context 10.
  private static byte[] llama(boolean ownClassifier) {
    int tokens = 262;
    int floats = tokens * 4 * (ownClassifier ? 2 : 1) + 2 * (8 + 32 + 16 + 72) + 4 + 20;
    ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : new int[] {4, 6, 2, 2, 1, ownClassifier ? -tokens : tokens, 10}) {
      bytes.putInt(number);
    }
    SplittableRandom random = new SplittableRandom(4);
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) random.nextGaussian());
    }
    return bytes.array();
  }

  /// A tokenizer of signs, bytes and three pieces.
  private static byte[] tokens() {
    ByteBuffer bytes = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN).putInt(6);
    for (int id = 0; id < 262; id++) {
      String piece =
          switch (id) {
            case 0, 1, 2 -> "<s>";
            case 259 -> " o";
            case 260 -> "ne";
            case 261 -> " one";
            default -> String.valueOf((char) (id - 3));
          };
      byte[] piece8 = piece.getBytes(StandardCharsets.ISO_8859_1);
      bytes.putFloat(id < 259 ? 0 : id - 259).putInt(piece8.length).put(piece8);
    }
    byte[] file = new byte[bytes.position()];
    bytes.flip().get(file);
    return file;
  }
}
