package dev.softmax.image;

import dev.softmax.data.ClassLabels;
import dev.softmax.data.IdxPictures;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.data.TextColumn;
import dev.softmax.io.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Pictures, their labels where they have any, and where they came from. Pictures in files are decoded
/// when they are asked for, and not kept. Immutable, as long as the files are.
public final class PictureData {
  /// The column of labels that have no name in their file.
  private static final String LABEL = "label";

  /// How many classes a message lists before it stops.
  private static final int NAMED = 12;

  private final String source;
  private final PictureList list;
  private final @Nullable Table targets;
  private final int[] rows;

  private PictureData(String source, PictureList list, @Nullable Table targets, int[] rows) {
    this.source = source;
    this.list = list;
    this.targets = targets;
    this.rows = rows;
  }

  private static PictureData whole(String source, PictureList list, @Nullable Table targets) {
    return new PictureData(source, list, targets, IntStream.range(0, list.size()).toArray());
  }

  /// Reads labelled pictures, as [#read(Path, PictureReadOptions)] does with columns found out.
  public static PictureData read(Path path) {
    return read(path, PictureReadOptions.defaults());
  }

  /// Reads pictures with their labels. What a path is, is found out:
  ///
  /// - a folder with a folder for each class, named by it, with pictures in it at any depth; of a folder
  ///   that holds `train` and `test` (or `val`), its `train`;
  /// - a table (CSV and its kin) with a column of paths, relative to the table's folder, and one of
  ///   labels;
  /// - an IDX file of pictures `(N, H, W)` or `(N, H, W, C)`, with the labels beside it, or a folder with
  ///   MNIST's files.
  ///
  /// Hidden files, and files whose names do not end as pictures' do, are passed over in folders.
  ///
  /// @param path a file or folder
  /// @param options how a table is read
  /// @throws InputException when there is no picture, or something cannot be read; pictures themselves
  ///     are read later
  public static PictureData read(Path path, PictureReadOptions options) {
    if (!Files.exists(path)) {
      throw new InputException(path + ": does not exist");
    }
    if (IdxPictures.recognises(path)) {
      IdxPictures idx = IdxPictures.read(path);
      return whole(idx.file().toString(), new PictureList.Idx(idx), idx.labels().orElse(null));
    }
    if (Files.isDirectory(path)) {
      return folder(PictureFolder.trainingSet(path));
    }
    PictureTable table = PictureTable.read(path, options);
    if (table.files().isEmpty()) {
      throw new InputException(path + ": has no picture");
    }
    return whole(
        path.toString(), new PictureList.Files(table.files()), table.labels().orElse(null));
  }

  private static PictureData folder(Path folder) {
    List<Path> classes = PictureFolder.folders(folder);
    if (classes.isEmpty()) {
      int loose = PictureFolder.pictures(folder).size();
      throw new InputException(
          loose == 0
              ? folder + ": holds no picture"
              : "%s: holds %d pictures, but no folder for each class with the pictures of that class in it"
                  .formatted(folder, loose));
    }
    List<Path> files = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Path one : classes) {
      List<Path> found = PictureFolder.pictures(one);
      if (found.isEmpty()) {
        throw new InputException(one + ": is the folder of a class, but holds no picture");
      }
      files.addAll(found);
      labels.addAll(Collections.nCopies(found.size(), String.valueOf(one.getFileName())));
    }
    return whole(folder.toString(), new PictureList.Files(files), table(folder.toString(), labels));
  }

  private static Table table(String source, List<String> labels) {
    return Table.of(source, Map.of(LABEL, TextColumn.of(labels.toArray(String[]::new))));
  }

  /// The test set that belongs to a training set: for MNIST's files or their folder the `t10k` pictures,
  /// for a folder that holds `train` the folder `test` (or `val`) in it; empty for all else.
  ///
  /// @param path what [#read] was or will be given
  public static Optional<Path> testSet(Path path) {
    if (IdxPictures.recognises(path)) {
      return TableReader.testSet(path);
    }
    return Files.isDirectory(path) ? PictureFolder.testSet(path) : Optional.empty();
  }

  /// Pictures without labels.
  ///
  /// @param paths picture files, and folders with pictures at any depth
  /// @throws InputException when one does not exist, or there is no picture
  public static PictureData unlabelled(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new InputException(path + ": does not exist");
      }
      List<Path> found = Files.isDirectory(path) ? PictureFolder.pictures(path) : List.of(path);
      if (found.isEmpty()) {
        throw new InputException(path + ": holds no picture");
      }
      files.addAll(found);
    }
    String source = paths.size() == 1 ? paths.getFirst().toString() : files.size() + " pictures";
    return whole(source, new PictureList.Files(files), null);
  }

  /// Pictures made in code, without labels.
  ///
  /// @param source what messages call them
  /// @param pictures the pictures
  public static PictureData of(String source, List<Picture> pictures) {
    return whole(source, new PictureList.Memory(source, List.copyOf(pictures)), null);
  }

  /// Pictures made in code.
  ///
  /// @param source what messages call them
  /// @param pictures the pictures
  /// @param labels the label of each
  /// @throws IllegalArgumentException when there are not as many labels as pictures
  public static PictureData of(String source, List<Picture> pictures, List<String> labels) {
    if (pictures.size() != labels.size()) {
      throw new IllegalArgumentException(
          "%s: pictures (%d) but labels (%d)".formatted(source, pictures.size(), labels.size()));
    }
    return whole(
        source, new PictureList.Memory(source, List.copyOf(pictures)), table(source, labels));
  }

  /// What messages call the data: the file or folder as it was named.
  public String source() {
    return source;
  }

  /// The one file that the labels were read from, if there is one.
  public Optional<Path> file() {
    return targets == null ? Optional.empty() : targets.file();
  }

  /// How many pictures there are.
  public int size() {
    return rows.length;
  }

  /// Reads a picture.
  ///
  /// @param row from 0
  /// @throws InputException naming the file when it cannot be read
  public Picture picture(int row) {
    return list.read(rows[row]);
  }

  /// What tables and messages call a picture: its file, or its number in the file.
  ///
  /// @param row from 0
  public String name(int row) {
    return list.name(rows[row]);
  }

  /// Whether the pictures have labels.
  public boolean isLabelled() {
    return targets != null;
  }

  /// The labels as the only column of a table, for [ClassLabels].
  ///
  /// @throws InputException when there are none
  public Table targets() {
    if (targets == null) {
      throw new InputException(source + ": has pictures without labels");
    }
    return targets;
  }

  /// The name of the only column of [#targets]: that of the table, else `label`.
  ///
  /// @throws InputException when there are no labels
  public String target() {
    return targets().names().getFirst();
  }

  /// The label of a picture, empty where it is missing.
  ///
  /// @param row from 0
  /// @throws InputException when there are no labels
  public String label(int row) {
    return targets().column(target()).text(row);
  }

  /// The pictures that have a label, and their classes among those of a model; the column may have any
  /// name.
  ///
  /// @param labels the classes
  /// @throws InputException when there are no labels, or naming the picture whose label is none of the
  ///     classes
  public ClassLabels.Labelled labelled(ClassLabels labels) {
    Table table = targets();
    if (table.file().isEmpty()) {
      for (int row = 0; row < size(); row++) {
        requireClass(row, labels.names());
      }
    }
    return ClassLabels.of(target(), labels.names()).label(table);
  }

  /// Labels that come from folders have no line in a file; the picture itself is named.
  private void requireClass(int row, List<String> names) {
    if (!names.contains(label(row))) {
      int more = names.size() - NAMED;
      throw new InputException(
          "%s: its label %s is none of the model's classes (%s%s)"
              .formatted(
                  name(row),
                  InputException.quote(label(row)),
                  String.join(
                      ", ", names.stream().limit(NAMED).map(InputException::quote).toList()),
                  more > 0 ? " and " + more + " more" : ""));
    }
  }

  /// Some of the pictures, in the order given.
  ///
  /// @param indices pictures of these data, from 0
  public PictureData rows(int[] indices) {
    int[] copy = indices.clone();
    return new PictureData(
        source,
        list,
        targets == null ? null : targets.rows(copy),
        IntStream.of(copy).map(row -> rows[row]).toArray());
  }

  /// The SHA-256 of all pictures in their order, in 64 hexadecimal digits: of their files' bytes, or of
  /// their samples where they are not in files of their own.
  ///
  /// @throws InputException naming the file that cannot be read
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int row : rows) {
        digest.update(list.content(row));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
