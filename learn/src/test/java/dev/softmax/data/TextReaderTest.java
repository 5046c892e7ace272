package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {
  private static final TextReadOptions AUTO = TextReadOptions.defaults();
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> labels(TextData data) {
    return IntStream.range(0, data.size()).mapToObj(data::label).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__label__good a fine day\n\n__label__bad\ta storm \n__label__good\n__label__bad rain",
        "\uFEFFgood\ta fine day\r\n\r\nbad\ta storm\r\ngood\t\r\nbad\train",
        "good a fine day\n \t \nbad   a storm\ngood\nbad rain\n",
      })
  void findsTheForm(String text) throws IOException {
    TextData data = TextReader.read(write("texts", text), AUTO);
    assertThat(data.texts()).containsExactly("a fine day", "a storm", "", "rain");
    assertThat(labels(data)).containsExactly("good", "bad", "good", "bad");
    assertThat(data.place(1)).isEqualTo(folder.resolve("texts") + ", line 3");
    assertThat(ClassLabels.fit(data.targets(), data.target()).labels().names())
        .containsExactly("bad", "good");
    TextData some = data.rows(new int[] {2, 1});
    assertThat(some.texts()).containsExactly("", "a storm");
    assertThat(some.label(1)).isEqualTo("bad");
    assertThat(some.place(0)).isEqualTo(folder.resolve("texts") + ", line 4");
  }

  @Test
  void formsCanBeSaid() throws IOException {
    Path file = write("texts", "not bad\tfine day\nbad\tstorm\n");
    assertThat(labels(TextReader.read(file, AUTO))).containsExactly("not bad", "bad");
    assertThat(labels(TextReader.read(file, AUTO.withForm(TextForm.BLANK))))
        .containsExactly("not", "bad");
    TextData plain = TextReader.read(file, AUTO.withForm(TextForm.NONE));
    assertThat(plain.texts()).containsExactly("not bad\tfine day", "bad\tstorm");
    assertThat(plain.labelled()).isFalse();
    assertThatThrownBy(plain::targets)
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": has texts without labels");
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "FASTTEXT", "NONE"})
  void blankLinesAreTextsWhereThatIsSaid(TextForm form) throws IOException {
    Path file = write("texts", "\n__label__a fine\r\n\r\n__label__b rain\n\n");
    TextReadOptions all = AUTO.withForm(form).withBlankLines(true);
    TextData data = TextReader.read(file, all);
    assertThat(data.size()).isEqualTo(5);
    assertThat(data.texts().get(2)).isEmpty();
    assertThat(data.texts().get(3)).endsWith("rain");
    assertThat(data.place(3)).isEqualTo(file + ", line 4");
    assertThat(TextReader.read(write("blank", "\n\n"), all.withForm(TextForm.NONE)).texts())
        .containsExactly("", "");
  }

  @Test
  void bagsAreTextsOfTheirIndices() throws IOException {
    TextReadOptions bags = AUTO.withForm(TextForm.LIBSVM);
    TextData data = TextReader.read(write("bags", "+1 3:1 7:2\n-1 3:1 9:0\n"), bags);
    assertThat(data.texts()).containsExactly("3 7 7 ", "3 ");
    assertThat(labels(data)).containsExactly("1", "-1");
    Path weights = write("weights", "1 2:1\n2 2:0.25\n");
    assertThatThrownBy(() -> TextReader.read(weights, bags))
        .isInstanceOf(InputException.class)
        .hasMessage(
            weights
                + ", line 2: index 2 has the value 0.25, but bags need whole counts from 0 to 1000");
  }

  @Test
  void numbersAreInOrderAndCoarseLabelsAreCut() throws IOException {
    Path file = write("texts", "10 a\n9 b\n10 c\n9 d\n");
    TextData data = TextReader.read(file, AUTO);
    assertThat(ClassLabels.fit(data.targets(), data.target()).labels().names())
        .containsExactly("9", "10");
    Path questions =
        write("questions", "NUM:dist How far ?\nNUM:count How many ?\n:x odd\nNUM:dist a");
    assertThat(labels(TextReader.read(questions, AUTO.withForm(TextForm.BLANK).withCoarse(true))))
        .containsExactly("NUM", "NUM", ":x", "NUM");
  }

  @Test
  void errorsNameTheLine() throws IOException {
    assertError(
        "__label__a x\n\nno label\n", "line 3: has no label; it should begin with __label__");
    assertError("__label__a x\n__label__ y\n", "line 2: has no label");
    assertError("__label__a x\n__label__b __label__c y\n", "line 2: has two labels");
    assertError("a\tx\n".repeat(100) + "b\n", "line 101: has no tab");
    assertError("a\tx\n \ty\n", "line 2: has no label before its tab");
    assertError("one day\nanother day\n", "it cannot be told where its labels are: its 2 lines");
    assertError("", ": is empty");
    assertError("\uFEFF\r\n  \n", ": is empty");
    assertError("a x\na \0\n", "line 2: holds a zero character");
    assertThatThrownBy(() -> TextReader.read(folder.resolve("none"), AUTO))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> TextReader.read(folder, AUTO))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("it is a folder");
  }

  private void assertError(String text, String message) throws IOException {
    Path file = write("wrong", text);
    assertThatThrownBy(() -> TextReader.read(file, AUTO))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void oneClassIsToldByClassLabels() throws IOException {
    TextData data = TextReader.read(write("one", "a x\na y\na z\n"), AUTO);
    assertThatThrownBy(() -> ClassLabels.fit(data.targets(), data.target()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has one class only, 'a'");
  }

  @Test
  void encodingsAreStrict() throws IOException {
    Path file = folder.resolve("latin");
    Files.write(file, "a\tcafe\na\tcaf\u00E9 \u20AC\n".getBytes(WINDOWS));
    assertThatThrownBy(() -> TextReader.read(file, AUTO))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": line 2 is not valid UTF-8; if the file is in windows-1252, say so with"
                + " --encoding windows-1252");
    assertThat(TextReader.read(file, AUTO.withEncoding(WINDOWS)).texts().get(1))
        .isEqualTo("caf\u00E9 \u20AC");
    Path sign = write("sign", "a\tvalid \uFFFD sign\n");
    assertThat(TextReader.read(sign, AUTO).texts()).containsExactly("valid \uFFFD sign");
    Path wide = folder.resolve("wide");
    Files.write(wide, "\uFEFFa\tb\n".getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> TextReader.read(wide, AUTO))
        .isInstanceOf(InputException.class)
        .hasMessage(wide + ": is in UTF-16; save it as UTF-8");
    assertThatThrownBy(() -> AUTO.withEncoding(StandardCharsets.UTF_16))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longLinesAndGzipAreRead() throws IOException {
    String text = "é🎻 ".repeat(1_500_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(("a\t" + text + "\r\nb\tx").getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("long.gz"), bytes.toByteArray());
    TextData data = TextReader.read(file, AUTO);
    assertThat(data.texts().get(0)).isEqualTo(text.strip());
    assertThat(data.texts().get(1)).isEqualTo("x");
  }

  @Test
  void filesCanBeClasses() throws IOException {
    Path pos = write("rt.pos", "good\nfine\n");
    Path neg = write("rt.neg", "\nbad\n");
    TextData data = TextReader.readClasses(List.of(pos, neg), AUTO);
    assertThat(labels(data)).containsExactly("pos", "pos", "neg");
    assertThat(data.place(1)).isEqualTo(pos + ", line 2");
    assertThat(data.place(2)).isEqualTo(neg + ", line 2");
    TextData some = data.rows(new int[] {2, 0});
    assertThat(some.place(0)).isEqualTo(neg + ", line 2");
    assertThat(some.place(1)).isEqualTo(pos + ", line 1");
    TextData named =
        TextReader.readClasses(List.of(write("ham.txt", "x"), write("spam.txt", "y")), AUTO);
    assertThat(labels(named)).containsExactly("ham", "spam");
    Files.createDirectory(folder.resolve("b"));
    Path other = write("b/ham.txt", "x");
    assertThatThrownBy(
            () -> TextReader.readClasses(List.of(folder.resolve("ham.txt"), other), AUTO))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("would both hold the class 'ham'");
  }

  @Test
  void tablesHaveTextColumns() throws IOException {
    Path file =
        write("t.csv", "stars,title,body,code\n5,Great,\"so, so\",01\n,Bad,,02\n1,\"\",x,03\n");
    TextData data =
        TextReader.readTable(
            file, List.of("title", "body", "code"), Optional.of("stars"), ReadOptions.defaults());
    assertThat(data.texts()).containsExactly("Great so, so 01", "Bad 02", "x 03");
    assertThat(labels(data)).containsExactly("5", "", "1");
    assertThat(data.target()).isEqualTo("stars");
    assertThat(data.place(2)).isEqualTo(file + ", line 4");
    ClassLabels.Labelled labelled = ClassLabels.fit(data.targets(), data.target());
    assertThat(labelled.rows()).containsExactly(0, 2);
    assertThat(labelled.warnings().getFirst().message()).contains("1 of 3 rows have no 'stars'");
    assertThatThrownBy(
            () ->
                TextReader.readTable(
                    file, List.of("text"), Optional.empty(), ReadOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no column 'text'; its columns are 'stars'");
  }

  @Test
  void tablesHoldLongTexts() throws IOException {
    String text = "word ".repeat(2_000_000).strip();
    Path file = write("long.csv", "label,text\na,short\nb," + text + "\n");
    TextData data =
        TextReader.readTable(file, List.of("text"), Optional.of("label"), ReadOptions.defaults());
    assertThat(data.texts()).containsExactly("short", text);
  }

  @Test
  void realFilesAreRead() {
    assertReal(TextReader.read(SharedData.file("sst/stsa.fine.train"), AUTO), 8544, 5);
    assertReal(TextReader.read(SharedData.file("sst/stsa.binary.test"), AUTO), 1821, 2);
    assertReal(TextReader.read(SharedData.file("sms-spam/SMSSpamCollection"), AUTO), 5574, 2);
    assertReal(TextReader.read(SharedData.file("trec/TREC.test"), AUTO), 500, 42);
    TextReadOptions latin = AUTO.withEncoding(StandardCharsets.ISO_8859_1);
    Path trec = SharedData.file("trec/TREC.train");
    assertReal(TextReader.read(trec, latin), 5452, 50);
    assertReal(TextReader.read(trec, latin.withCoarse(true)), 5452, 6);
    List<Path> reviews =
        List.of(
            SharedData.file("movie-review-polarity/rt-polarity.neg"),
            SharedData.file("movie-review-polarity/rt-polarity.pos"));
    assertThatThrownBy(() -> TextReader.readClasses(reviews, AUTO))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is not valid UTF-8");
    assertReal(TextReader.readClasses(reviews, AUTO.withEncoding(WINDOWS)), 10662, 2);
    TextData news =
        TextReader.readTable(
            SharedData.file("ag-news/test.csv"),
            List.of("c2", "c3"),
            Optional.of("c1"),
            ReadOptions.defaults());
    assertReal(news, 7600, 4);
    assertThat(news.texts().getFirst())
        .startsWith("Fears for T N pension after talks Unions representing workers");
  }

  private static void assertReal(TextData data, int size, int classes) {
    assertThat(data.size()).isEqualTo(size);
    assertThat(ClassLabels.fit(data.targets(), data.target()).labels().size()).isEqualTo(classes);
    assertThat(data.texts()).noneMatch(String::isBlank);
  }
}
