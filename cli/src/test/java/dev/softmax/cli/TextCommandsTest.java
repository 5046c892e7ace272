package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `train`, `evaluate`, `predict` and `inspect` on texts.
class TextCommandsTest {
  private static final String FASTTEXT = "../learn/src/test/resources/golden/fasttext/numbers.ftz";
  private static final String[] GOOD = {
    "lovely warm day", "a lovely film", "warm, funny", "funny day"
  };
  private static final String[] BAD = {"dull grey day", "a dull film", "grey, slow", "slow day"};

  @TempDir private Path folder = Path.of("");
  private String model = "";

  @BeforeEach
  void nameModel() {
    model = folder.resolve("m").toString();
  }

  /// A file with a line for each of 40 texts, `{l}` its label and `{t}` the text.
  private String file(String name, String first, String line) throws IOException {
    String lines =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    line.replace("{l}", i % 2 == 0 ? "good" : "bad")
                        .replace("{t}", (i % 2 == 0 ? GOOD : BAD)[i / 2 % 4]))
            .collect(Collectors.joining("\n", first, "\n"));
    return Files.writeString(folder.resolve(name), lines).toString();
  }

  private String csv() throws IOException {
    return file("data.csv", "id,review,mood\n", "7,\"{t}\",{l}");
  }

  private Run train(String... line) {
    return Run.of(
        List.of(
            "train", "--model", model, "--batch", "4", "--learning-rate", "0.02", "--width", "8"),
        line);
  }

  private String trained() throws IOException {
    Run run = train(csv(), "--text", "review");
    assertThat(run.status()).as(run.err()).isZero();
    return model;
  }

  private void assertLearned(Run run) {
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.json().getFirst())
        .containsEntry("rows", 40)
        .containsEntry("classes", 2)
        .containsEntry("accuracy", 1.0);
  }

  @Test
  void everyFormOfLabelledTexts() throws IOException {
    assertLearned(train(csv(), "--text", "review", "--target", "mood", "--json"));
    assertLearned(train(csv(), "--text", "review,id", "--hidden", "8", "--json"));
    assertLearned(
        train(file("a", "", "__label__{l} {t}"), "--kind", "text", "--json", "--balanced"));
    assertLearned(train(file("a", "\uFEFF\n", "__label__{l} {t}"), "--json"));
    assertLearned(
        train(file("b", "", "{l}\t{t}"), "--kind", "text", "--json", "--char-ngrams", "3-4"));
    assertLearned(train(file("c", "", "{l} {t}"), "--kind", "text", "--json", "--stem", "english"));
    assertLearned(train(file("d", "", "{l}:x {t}"), "--kind", "text", "--coarse", "--json"));
    String good = Files.write(folder.resolve("x.good"), repeated(GOOD)).toString();
    String bad = Files.write(folder.resolve("x.bad"), repeated(BAD)).toString();
    assertLearned(train(good, bad, "--json", "--buckets", "1000", "--punctuation"));
    assertThat(Run.of("evaluate", model, good, bad).out()).contains("accuracy", "good", "bad");
  }

  private static List<String> repeated(String[] texts) {
    return IntStream.range(0, 20).mapToObj(i -> texts[i % 4]).toList();
  }

  @Test
  void learnsBagsOfFeatures() throws IOException {
    String rows = "1 1:1 4:2\n2 2:1 4:1\n".repeat(20);
    String bags = Files.writeString(folder.resolve("bags.txt"), rows).toString();
    assertLearned(train(bags, "--kind", "text", "--form", "libsvm", "--json"));
    Run run = Run.of("evaluate", model, bags, "--form", "libsvm", "--json");
    assertThat(run.json().getFirst()).containsEntry("accuracy", 1.0);
  }

  @Test
  void saysWhatItDid() throws IOException {
    Run run = train(csv(), "--text", "review");
    assertThat(run.out())
        .contains("data.csv: 40 rows", "mood, 2 classes: bad, good", "words and n-grams")
        .contains("best epoch", "held out  8 rows", "accuracy  1.000000");
    var answer = Run.of("inspect", model, "--json").json().getFirst();
    assertThat(answer)
        .containsEntry("kind", "text")
        .containsEntry("target", "mood")
        .containsKeys("tokens", "shapes", "temperature", "options", "metrics", "provenance");
    assertThat(Run.of("inspect", model).out())
        .contains("embedding.weight", "head.0.weight", "(2, 8)", "data.csv, 32 rows", "SHA-256");
  }

  @Test
  void predictsTextsFilesAndColumns() throws IOException {
    trained();
    Run one = Run.of("predict", model, "a lovely, warm evening", "so dull", "--json");
    assertThat(one.json()).extracting(answer -> answer.get("label")).containsExactly("good", "bad");
    assertThat(one.json().getFirst()).containsEntry("input", "a lovely, warm evening");
    Path lines = Files.writeString(folder.resolve("new.txt"), "warm\n\ngrey\n");
    assertThat(Run.of("predict", model, lines.toString()).out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("warm  good"),
            line -> assertThat(line).startsWith("      "),
            line -> assertThat(line).startsWith("grey  bad"));
    Run rows = Run.of("predict", model, lines.toString(), "--json");
    assertThat(rows.json())
        .extracting(answer -> answer.get("input"))
        .containsExactly("warm", "", "grey");
    assertThat(rows.json().get(1))
        .isEqualTo(Run.of("predict", model, "", "--json").json().getFirst());
    Run cells = Run.of("predict", model, lines.toString(), "--csv");
    assertThat(cells.out().lines().map(line -> line.replaceFirst(",.*", "")))
        .containsExactly("input", "warm", "", "grey");
    Run column = Run.of("predict", model, csv(), "--text", "review", "--csv");
    assertThat(column.out().lines().toList())
        .hasSize(41)
        .startsWith("input,label,probability,p_bad,p_good")
        .element(5)
        .asString()
        .startsWith("\"warm, funny\",good,0.9");
    double sure = Run.number(one.json().getFirst(), "probability");
    Run warm = Run.of("predict", model, "a lovely, warm evening", "--temperature", "9", "--json");
    assertThat(Run.number(warm.json().getFirst(), "probability")).isBetween(0.5, sure);
  }

  @Test
  void explains() throws IOException {
    trained();
    Run run = Run.of("predict", model, "a lovely, dull day", "", "--explain");
    List<String> lines = run.out().lines().toList();
    assertThat(lines.getFirst()).startsWith("a lovely, dull day  ");
    assertThat(lines).anyMatch(line -> line.matches("  [+-]\\d\\.\\d{4}  lovely"));
    assertThat(lines.getLast()).endsWith("+0.0000  (no words)");
    var answer = Run.of("predict", model, "Lovely", "--explain", "--json").json().getFirst();
    assertThat(Run.list(answer, "explanation")).hasSize(1);
    Map<?, ?> share =
        (Map<?, ?>) Objects.requireNonNull(Run.list(answer, "explanation").getFirst());
    assertThat(share.toString()).startsWith("{feature=lovely, kind=word, start=0, end=6, logit=");
  }

  @Test
  void explainsWhatDropoutWasTrainedWith() throws IOException {
    train(csv(), "--text", "review", "--hidden", "8,8", "--dropout", "0.5");
    Run once = Run.of("predict", model, "lovely dull day", "--explain", "--json");
    assertThat(Run.of("predict", model, "lovely dull day", "--explain", "--json").out())
        .isEqualTo(once.out());
    assertThat(Run.list(once.json().getFirst(), "explanation")).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void evaluatesTablesWhateverTheirColumnIsCalled() throws IOException {
    trained();
    String other = file("new.csv", "tone,words\n", "{l},\"{t}\"");
    Run run = Run.of("evaluate", model, other, "--text", "words", "--target", "tone", "--json");
    assertThat(run.json().getFirst()).containsEntry("rows", 40).containsEntry("accuracy", 1.0);
    Run lines = Run.of("evaluate", model, file("b", "", "{l}\t{t}"), "--json");
    assertThat(lines.json().getFirst()).containsEntry("rows", 40).containsEntry("accuracy", 1.0);
  }

  @Test
  void oddTexts() throws IOException {
    trained();
    Path odd = folder.resolve("new.txt");
    Files.writeString(odd, "x\n🎉🎉\nפילם נהדר\na\u0007b\n" + "lovely ".repeat(1_500_000) + "\n");
    Run run = Run.of("predict", model, odd.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(5).allMatch(line -> line.length() < 200);
    assertThat(run.out()).contains("🎉🎉", "פילם נהדר", "a b", "lovely lovely", "…");
    Files.write(odd, new byte[] {'a', ' ', (byte) 0xff, '\n'});
    assertRefused(Run.of("predict", model, odd.toString()), "new.txt: line 1 is not valid UTF-8");
    assertThat(Run.of("predict", model, odd.toString(), "--encoding", "windows-1252").out())
        .startsWith("a ÿ");
    Files.writeString(odd, "");
    assertRefused(Run.of("predict", model, odd.toString()), "new.txt", "is empty");
  }

  @Test
  void refusesTextsThatTeachNothing() throws IOException {
    refuse("__label__a x\n__label__a y\n", "one class only, 'a'");
    refuse("__label__a x\nno label\n", "line 2");
    refuse("__label__a x\n__label__b y\n", "no text can be held out of 2 texts");
    refuse("a...\nb!\n", "");
    refuse("", "is empty");
    String[] split = {"--split", "0"};
    refuse("__label__a ...\n__label__b !\n", "the texts hold no words to learn from", split);
    refuse(
        "__label__a x\n__label__b y\n",
        "lower the minimum count",
        "--split",
        "0",
        "--min-count",
        "3");
    byte[] latin = "__label__a caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    Path data = Files.write(folder.resolve("data.csv"), latin);
    assertRefused(
        train(data.toString(), "--kind", "text"),
        "data.csv: line 1 is not valid UTF-8",
        "--encoding");
    assertRefused(
        train(csv(), "--text", "film", "--target", "mood"), "data.csv", "no column 'film'");
    assertRefused(train(csv(), "--text", "review", "--target", "9"), "there is no column 9");
    Files.writeString(data, "review,mood\nx,\ny,\n");
    assertRefused(train(data.toString(), "--text", "review"), "no value in any row");
    Run wild = train(csv(), "--text", "review", "--learning-rate", "1e38");
    assertThat(wild.status()).isEqualTo(2);
    wild = Run.of("train", csv(), "--text", "review", "--model", model, "--learning-rate", "1e38");
    assertRefused(wild, "at step", "the loss is", "try a learning rate below");
  }

  private void refuse(String lines, String message, String... more) throws IOException {
    Path data = Files.writeString(folder.resolve("data.csv"), lines);
    Run run =
        Run.of(
            List.of(
                "train",
                data.toString(),
                "--kind",
                "text",
                "--model",
                folder.resolve("n").toString()),
            more);
    assertRefused(run, "data.csv", message);
    assertThat(folder.resolve("n")).doesNotExist();
  }

  private static void assertRefused(Run run, String... parts) {
    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("softmax: ").contains(parts).hasLineCount(1);
    assertThat(run.err()).doesNotContain("internal error");
  }

  @Test
  void refusesVectorsThatSayNothing() throws IOException {
    Path vectors = Files.writeString(folder.resolve("v.txt"), "lovely 1 0 0\ndull 0 0 1\n");
    String[] line = {
      "train", csv(), "--text", "review", "--model", model, "--vectors", vectors.toString()
    };
    assertThat(Run.of(line).status()).isZero();
    assertThat(Run.of("inspect", model).out()).contains("(2, 3)");
    Files.writeString(vectors, "quark 1 0 0\n");
    assertRefused(Run.of(line), "data.csv: none of its words is among the word vectors");
    Files.writeString(vectors, "quark 1 0 0\nlovely 1 x 0\n");
    assertRefused(Run.of(line), "v.txt", "line 2");
    Files.delete(vectors);
    assertRefused(Run.of(line), "v.txt", "no such file");
  }

  @Test
  void aMistypedFileIsNamed() throws IOException {
    trained();
    for (String word : List.of("nofile.txt", "NoFile.CSV.gz", "texts/new")) {
      Run run = Run.of("predict", model, word);
      assertThat(run.status()).isZero();
      assertThat(run.out()).startsWith(word);
      assertThat(run.err())
          .isEqualTo(
              "softmax: warning: there is no file %s; it is read as a text\n".formatted(word));
    }
    assertThat(Run.of("predict", model, "lovely", "see nofile.txt", "day.", "e.g.").err())
        .isEmpty();
  }

  @Test
  void vectorsThatNoArrayHolds() throws IOException {
    usage(
        Run.of("train", csv(), "--text=review", "--buckets=268435456", "--width=4096", "--model=m"),
        "--buckets 268435456 and --width 4096: 268435456 tokens with vectors of 4096 numbers");
    assertRefused(
        Run.of("train", csv(), "--text=review", "--buckets=524287", "--width=4096", "--model=m"),
        "data.csv: has 524298 ",
        "tokens with vectors of 4096 numbers: together these are more than 2147483639");
  }

  @Test
  void modelsOfFastText() {
    assertThat(Run.of("inspect", FASTTEXT).out()).contains("fasttext", "vectors");
    assertThat(Run.of("inspect", FASTTEXT, "--json").json().getFirst())
        .containsEntry("kind", "fasttext")
        .containsKey("classes");
    Run run = Run.of("predict", FASTTEXT, "one two three", "--top", "2", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Run.list(run.json().getFirst(), "top")).hasSize(2);
    assertThat(Run.of("predict", FASTTEXT, "one", "--explain").err()).contains("--explain is for");
    assertThat(Run.of("predict", FASTTEXT, "one", "--temperature", "2").status()).isEqualTo(2);
  }

  @Test
  void refusesModelsOfAnotherKind() throws IOException {
    trained();
    String iris = "../examples/data/iris.csv";
    String table = folder.resolve("t").toString();
    assertThat(Run.of("train", iris, "--model", table).status()).isZero();
    assertRefused(Run.of("predict", table, "a lovely day"), "a lovely day", "no such file");
    assertRefused(Run.of("evaluate", model, iris, "--text", "species"), "iris.csv", "'mood'");
    usage(Run.of("predict", table, iris, "--explain"), "--explain is for texts");
    usage(Run.of("predict", table, iris, "--text", "species"), "--text is for models of texts");
    usage(Run.of("evaluate", table, iris, "--coarse"), "--coarse is for models of texts");
    usage(Run.of("evaluate", table, iris, "--target", "x"), "--target is for texts");
    usage(Run.of("evaluate", model, iris, "--target", "x"), "--target is for a table of texts");
    usage(Run.of("predict", model, "x", "--explain", "--csv"), "--explain is not for --csv");
    usage(Run.of("predict", model, "x", "--encoding", "martian", iris), "no encoding 'martian'");
    assertRefused(Run.of("predict", csv(), "a text"), "data.csv", "is no file of tensors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --weight-decay 0.1            | a weight decay of 0.1
          --c 1                         | --c is for softmax regression
          --solver newton               | --solver is for softmax regression
          --width 0                     | vectors of 0 numbers
          --width 9 --vectors v         | leave --width out
          --token-dropout 1             | token dropout of 1.0
          --dropout 0.1                 | --dropout needs hidden layers
          --activation tanh             | --activation needs hidden layers
          --tokens bytes                | --tokens bytes
          --stem klingon                | no stemmer for 'klingon'
          --stem english --keep-case    | lower case
          --ngrams 0                    | 0
          --char-ngrams 3               | --char-ngrams 3
          --char-ngrams 5-3             | 5
          --buckets -1                  | -1
          --min-count 0                 | 0
          --hidden 0                    | width 0
          --keep-row-numbers            | --keep-row-numbers is for tables
          --split 1                     | --split 1.0
          --split 0.1 --test t          | not both
          """)
  void wrongCommandLinesAreStatus2(String line, String message) {
    usage(
        Run.of(List.of("train", "nowhere.csv", "--text", "a", "--model", model), line.split(" ")),
        message);
  }

  @Test
  void wrongCommandLinesOfLines() throws IOException {
    String[] line = {"train", "a.pos", "a.neg", "--model", model};
    usage(Run.of(List.of(line), "--target", "x"), "--target is for columns");
    usage(Run.of(List.of(line), "--form", "wide"), "there is no form 'wide'");
    usage(Run.of(List.of(line), "--text", "x"), "--text takes one table");
    usage(Run.of(List.of(line), "--kind", "table"), "a table is one file");
    usage(train(csv(), "--text", "mood"), "cannot be both text and target");
  }

  private void usage(Run run, String message) {
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message, "--help").hasLineCount(1);
  }
}
