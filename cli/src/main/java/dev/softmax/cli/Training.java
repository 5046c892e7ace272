package dev.softmax.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Runs the commands once over small inputs, so that the launcher can record which classes they load
/// and which methods run often, for the JVM's ahead-of-time cache.
final class Training {
  private static final int ROWS = 150;

  /// Words of a text.
  private static final int WORDS = 12;

  private Training() {}

  /// Runs them.
  ///
  /// @param args what to run: `light` for scores and help, `plot` for figures, `explain`
  ///     for formulas, `heavy` for what needs SIMD kernels; then a folder to write to
  public static void main(String[] args) throws IOException {
    Streams streams = Streams.ofProcess();
    Path folder = Path.of(args[1]);
    String[][] lines =
        switch (args[0]) {
          case "light" -> light(folder);
          case "plot" -> plot(folder);
          case "explain" -> explain(folder);
          default -> heavy(folder);
        };
    for (String[] line : lines) {
      var in = new ByteArrayInputStream("2 1 0.1\n1 2 3\n".getBytes(StandardCharsets.UTF_8));
      int status = Main.run(line, new Streams(in, streams.out(), streams.err(), 0));
      if (status != Main.DONE) {
        throw new IllegalStateException(String.join(" ", line) + ": status " + status);
      }
    }
    streams.out().flush();
  }

  private static String[][] light(Path folder) throws IOException {
    Path scores = Files.writeString(folder.resolve("scores.csv"), "2,1,0.1\n1,2,3\n");
    return new String[][] {
      {"probs", "2", "1", "0.1"},
      {"probs", "2", "-1", "0.1", "--labels", "a,b,c", "--log"},
      {"probs", "--file", "-", "--json"},
      {"probs", "--file", scores.toString(), "--temperature", "0.5"},
      {"--help"},
      {"help", "data"},
      {"probs", "--help"},
    };
  }

  private static String[][] plot(Path folder) {
    String png = folder.resolve("figure.png").toString();
    return new String[][] {
      {"plot", "temperature", "--out", png},
      {"plot", "loss", "--out", png},
      {"plot", "sigmoid", "--out", folder.resolve("figure.svg").toString()},
      {"plot", "bars", "--out", folder.resolve("figure.pdf").toString()},
      {"plot", "--help"},
    };
  }

  private static String[][] explain(Path folder) {
    String png = folder.resolve("formulas.png").toString();
    String svg = folder.resolve("formulas.svg").toString();
    return new String[][] {
      {"explain", "--classes", "3", "--out", svg},
      {"explain", "--classes", "2", "--temperature", "T", "--format", "latex", "--out", png},
      {"explain", "--at", "2,1,0.1", "--json"},
      {"explain", "--stability"},
      {"explain", "log(exp(x1) + exp(x2)) + sqrt(x1)*tanh(x2)", "--at", "1,2"},
      {"explain", "--help"},
    };
  }

  private static String[][] heavy(Path folder) throws IOException {
    StringBuilder rows = new StringBuilder("x,y,colour,class\n");
    var random = new SplittableRandom(1);
    for (int row = 0; row < ROWS; row++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      String colour = row % 7 == 0 ? "" : x < y ? "red" : "blue";
      rows.append(x + "," + y + "," + colour + "," + (x + y < 1 ? "low" : "high") + "\n");
    }
    String data = Files.writeString(folder.resolve("data.csv"), rows).toString();
    String model = folder.resolve("model.safetensors").toString();
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < ROWS; line++) {
      lines.append(line % 2 == 0 ? "__label__even" : "__label__odd");
      for (int word = 0; word < WORDS; word++) {
        lines.append(" word").append(random.nextInt(WORDS, 10 * WORDS) * 2 + line % 2);
      }
      lines.append('\n');
    }
    String texts = Files.writeString(folder.resolve("texts.txt"), lines).toString();
    String reader = folder.resolve("texts.safetensors").toString();
    String writer = folder.resolve("writer.safetensors").toString();
    return new String[][] {
      {"train", data, "--target", "class", "--model", model},
      {"train", data, "--target", "class", "--model", model, "--solver", "lbfgs", "--json"},
      {"evaluate", model, data},
      {"evaluate", model, data, "--json"},
      {"predict", model, data, "--top", "2"},
      {"predict", model, data, "--json"},
      {"inspect", model},
      {"inspect", model, "--json"},
      {"train", data, "--hidden", "16", "--epochs", "10", "--model", model},
      {"predict", model, data},
      {"train", texts, "--kind", "text", "--epochs", "10", "--model", reader},
      {"evaluate", reader, texts},
      {"predict", reader, "word1 word2", "--json"},
      {"predict", reader, "word1 word2", "--explain"},
      {"train", texts, "--kind", "language", "--width", "16", "--epochs", "2", "--model", writer},
      {"generate", writer, "--tokens", "20"},
      {"evaluate", writer, texts},
      {"doctor"},
      {"train", "--help"},
    };
  }
}
