package dev.softmax.image;

import dev.softmax.data.IdxPictures;
import dev.softmax.io.FileHash;
import dev.softmax.io.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Where the pictures of [PictureData] come from. They are decoded when they are asked for, and not kept.
sealed interface PictureList {
  /// How many there are.
  int size();

  /// Reads a picture.
  ///
  /// @throws InputException naming the file when it cannot be read
  Picture read(int index);

  /// What messages and tables call a picture.
  String name(int index);

  /// What tells a picture's content, for a hash.
  byte[] content(int index);

  /// A file each.
  ///
  /// @param files the files
  record Files(List<Path> files) implements PictureList {
    @Override
    public int size() {
      return files.size();
    }

    @Override
    public Picture read(int index) {
      return PictureReader.read(files.get(index));
    }

    @Override
    public String name(int index) {
      return files.get(index).toString();
    }

    @Override
    public byte[] content(int index) {
      return FileHash.sha256(files.get(index)).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /// All in one IDX file, in memory.
  ///
  /// @param idx the file
  record Idx(IdxPictures idx) implements PictureList {
    @Override
    public int size() {
      return idx.count();
    }

    @Override
    public Picture read(int index) {
      return Picture.owning(content(index), idx.height(), idx.width(), idx.channels());
    }

    @Override
    public String name(int index) {
      return idx.file() + ", picture " + (index + 1);
    }

    @Override
    public byte[] content(int index) {
      int size = idx.height() * idx.width() * idx.channels();
      return Arrays.copyOfRange(idx.samples(), index * size, (index + 1) * size);
    }
  }

  /// Made in code.
  ///
  /// @param source what messages call them
  /// @param pictures the pictures
  record Memory(String source, List<Picture> pictures) implements PictureList {
    @Override
    public int size() {
      return pictures.size();
    }

    @Override
    public Picture read(int index) {
      return pictures.get(index);
    }

    @Override
    public String name(int index) {
      return source + ", picture " + (index + 1);
    }

    @Override
    public byte[] content(int index) {
      return pictures.get(index).data();
    }
  }
}
