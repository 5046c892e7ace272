package dev.softmax.fuzz;

import static dev.softmax.fuzz.Seeds.all;
import static dev.softmax.fuzz.Seeds.start;
import static dev.softmax.fuzz.Seeds.texts;

import dev.softmax.data.BatchOptions;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.ColumnUse;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.IdxPictures;
import dev.softmax.data.LabelNames;
import dev.softmax.data.LibsvmOptions;
import dev.softmax.data.LibsvmReader;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.SparseRows;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.data.TableReader;
import dev.softmax.data.TextData;
import dev.softmax.data.TextForm;
import dev.softmax.data.TextReadOptions;
import dev.softmax.data.TextReader;
import dev.softmax.image.PictureData;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.EncodedCorpus;
import dev.softmax.text.WordVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The readers of `dev.softmax.data` and others of text: tables, sparse rows, MNIST's files, lines with
/// labels, names of classes, word vectors, corpora, lists of pictures.
final class TableTargets {
  private static final List<byte[]> TABLES =
      all(
          texts(
              """
              length,width,day,kind
              1.5,2,2024-01-31,a
              2.5,,2023-02-28,b
              -3e2,NA,2022-12-01,"a"
              0.1,7,2024-02-29,b
              9,1e3,2021-07-04,c
              """,
              "id;preis;name\n1;1,5;\"Zange, \"\"klein\"\"\"\n2;2,25;Säge\n3;-0,5;\"zwei\nZeilen\"\n",
              "a\tb\tc\n1\t2\tx\n3\t4\ty\n5\t6\tz\n7\t8\tx\n",
              "1|2|3\n4|5|6\n7|8|9\n",
              "\uFEFFx,y\n1,yes\n2,no\n3,yes\n"),
          List.of(
              "\uFEFFname,n\nä,1\nö,2\n".getBytes(StandardCharsets.UTF_16LE),
              "name,n\nÄhre,1\nÖl,2\n".getBytes(StandardCharsets.ISO_8859_1)),
          start("iris/iris.csv", 40),
          start("penguins/penguins.csv", 40),
          start("wine/wine.csv", 20));

  private static final List<byte[]> SPARSE =
      all(
          texts(
              "1 1:0.5 3:-2 7:1e-3\n-1 2:1 # a comment\n+1 1:1 2:2 9:3\n",
              "apple 1:1 3:0.5\npear 2:2 3:0.5\napple 1:2\npear 2:1 5:1\n",
              "0 qid:3 1:1\n2 qid:3 0:1 4:2\n"),
          start("agaricus-libsvm/agaricus.txt.test", 5),
          start("news20-libsvm/news20.t.dat", 2));

  private static final List<byte[]> LINES =
      all(
          texts(
              "pos\ta lovely film\nneg\ta dull film\npos\twarm and funny\n",
              "__label__a one two\n__label__b three\n__label__a __label__b four\n",
              "NUM:date When did it begin ?\nHUM:ind Who was it ?\n",
              "1 a fine day\n0 a grey day\n1 sun\n",
              "only text\n\nin lines\n"),
          start("trec/TREC.train", 10),
          start("sms-spam/SMSSpamCollection", 10),
          start("sst/stsa.binary.train", 10));

  private static final List<byte[]> VECTORS =
      texts("3 2\none 1 2\ntwo 0.5 -1e-3\nthree 3 4\n", "the 0.1 0.2 0.3\n. -1 2 3e-2\n");

  private static final byte[] PICTURE = Seeds.golden("learn/pictures/files", "1.png").getFirst();

  private TableTargets() {}

  static List<Target> targets() {
    return List.of(
        Target.of("csv", "table.csv", TABLES, TableTargets::table),
        Target.of("csv.gz", "table.csv.gz", packed(TABLES), TableTargets::table).within(Frame.GZIP),
        Target.of("libsvm", "rows.libsvm", SPARSE, TableTargets::sparse),
        Target.of("idx", "train-images-idx3-ubyte", pictures(), TableTargets::idx),
        Target.of("idx.gz", "train-images-idx3-ubyte.gz", packed(pictures()), TableTargets::idx)
            .within(Frame.GZIP),
        Target.of("idx labels", "t10k-labels-idx1-ubyte", labels(), TableTargets::idxLabels),
        Target.of("lines of text", "texts.txt", LINES, TableTargets::lines),
        Target.of(
            "names of classes",
            "classes.txt",
            all(texts("cat\ndog\nfish\n"), start("imagenet-classes/imagenet_classes.txt", 30)),
            file -> LabelNames.read(file)),
        Target.of("word vectors", "words.vec", VECTORS, TableTargets::vectors),
        Target.of("word vectors.gz", "words.vec.gz", packed(VECTORS), TableTargets::vectors)
            .within(Frame.GZIP),
        Target.of(
            "corpus",
            "corpus.txt",
            all(texts("to be, or not\nto be – that\n"), start("tinyshakespeare/input.txt", 20)),
            file -> EncodedCorpus.ofCharacters(Corpus.read(file, StandardCharsets.UTF_8))),
        Target.of(
            "list of pictures",
            "pictures.csv",
            texts(
                "path,label\na.png,cat\nb.png,dog\nc.png,cat\n", "file;class\nx.jpg;1\ny.jpg;2\n"),
            TableTargets::pictureList));
  }

  private static List<byte[]> packed(List<byte[]> files) {
    return files.stream().map(Frame::pack).toList();
  }

  private static List<byte[]> pictures() {
    byte[] pixels = new byte[16 + 5 * 6];
    ByteBuffer.wrap(pixels).putInt(0x0803).putInt(5).putInt(2).putInt(3).put((byte) 77);
    byte[] colours = new byte[20 + 2 * 4 * 3];
    ByteBuffer.wrap(colours).putInt(0x0804).putInt(2).putInt(2).putInt(2).putInt(3).put((byte) 9);
    return List.of(pixels, colours);
  }

  private static List<byte[]> labels() {
    byte[] classes = {0, 0, 8, 1, 0, 0, 0, 5, 3, 1, 4, 1, 5};
    return List.of(classes);
  }

  private static void table(Path file) {
    Table table = TableReader.read(file, ReadOptions.defaults());
    var uses = new LinkedHashMap<String, ColumnUse>();
    table.names().forEach(name -> uses.put(name, ColumnUse.TEXT));
    int rows = 0;
    try (TableBatches batches =
        TableReader.open(file, ReadOptions.defaults(), new BatchOptions(2, uses))) {
      for (Optional<Table> batch = batches.next(); batch.isPresent(); batch = batches.next()) {
        rows += batch.get().rows();
      }
    }
    Checks.same("rows in batches", rows, table.rows());
    features(table);
  }

  /// What training does with a table before it fits.
  private static void features(Table table) {
    List<String> names = table.names();
    Table inputs = table.drop(List.of(names.getLast()));
    FeatureEncoder encoder =
        FeatureEncoder.fit(inputs, FeatureEncoder.Options.defaults()).encoder();
    double[] features = encoder.encode(inputs);
    Checks.finite("features", features);
    Checks.same("features", features.length, (long) inputs.rows() * encoder.features());
    ClassLabels.Labelled labelled = ClassLabels.fit(table, names.getLast());
    Checks.same("labels", labelled.classes().length, labelled.rows().length);
  }

  private static void sparse(Path file) {
    SparseRows rows = LibsvmReader.read(file, LibsvmOptions.defaults());
    Checks.same("offsets", rows.offsets().length, rows.size() + 1);
    Checks.finite("values", rows.values());
    for (int index : rows.indices()) {
      Checks.within("an index", index, rows.features());
    }
    TextData bags = TextReader.read(file, TextReadOptions.defaults().withForm(TextForm.LIBSVM));
    Checks.same("bags", bags.size(), rows.size());
  }

  private static void idx(Path file) {
    Table table = TableReader.read(file, ReadOptions.defaults());
    IdxPictures pictures = IdxPictures.read(file);
    Checks.same("pictures", pictures.count(), table.rows());
  }

  private static void idxLabels(Path file) {
    beside(file, "t10k-images-idx3-ubyte", pictures().getFirst());
    Table table = TableReader.read(file, ReadOptions.defaults());
    ClassLabels.fit(table, "label");
  }

  /// Another file that the one that is read needs.
  private static void beside(Path file, String name, byte[] content) {
    Path other = file.resolveSibling(name);
    try {
      if (!Files.exists(other)) {
        Files.write(other, content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void lines(Path file) {
    TextReader.read(file, TextReadOptions.defaults().withForm(TextForm.NONE));
    TextData data = TextReader.read(file, TextReadOptions.defaults());
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < data.size() && data.labelled(); row++) {
      labels.add(data.label(row));
    }
    if (data.labelled()) {
      ClassLabels.fit(data.targets(), data.target());
      Checks.same("labels", labels.size(), data.size());
    }
  }

  private static void vectors(Path file) {
    WordVectors vectors = WordVectors.read(file);
    for (String word : vectors.words()) {
      float[] vector = vectors.vector(word);
      Checks.same("numbers", vector == null ? 0 : vector.length, vectors.dimensions());
    }
  }

  private static void pictureList(Path file) {
    for (String name : List.of("a.png", "b.png", "c.png", "x.jpg", "y.jpg")) {
      beside(file, name, PICTURE);
    }
    PictureData data = PictureData.read(file);
    for (int row = 0; row < data.size(); row++) {
      data.picture(row);
    }
    if (data.isLabelled()) {
      ClassLabels.fit(data.targets(), data.target());
    }
  }
}
