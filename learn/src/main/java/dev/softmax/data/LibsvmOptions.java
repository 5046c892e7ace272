package dev.softmax.data;

/// How [LibsvmReader] reads a file.
///
/// @param base which index the first feature has
/// @param labelled whether every line must begin with a label; where it need not, a line may begin
///     with an entry, and its label is the missing value
public record LibsvmOptions(FirstIndex base, boolean labelled) {
  /// Which index the first feature has.
  public enum FirstIndex {
    /// 0 if any index of the file is 0, else 1. A file from 0 whose first feature never occurs is
    /// read as one from 1, so a second file of the same data needs to be told the base of the
    /// first.
    AUTO,
    /// Indices count from 0.
    ZERO,
    /// Indices count from 1, and 0 is an error.
    ONE;

    /// The base with the first index `first`.
    ///
    /// @throws IllegalArgumentException when that is not 0 or 1
    public static FirstIndex of(int first) {
      return switch (first) {
        case 0 -> ZERO;
        case 1 -> ONE;
        default -> throw new IllegalArgumentException("a first index of " + first + ", not 0 or 1");
      };
    }
  }

  /// The base is found out, and every line has a label.
  public static LibsvmOptions defaults() {
    return new LibsvmOptions(FirstIndex.AUTO, true);
  }

  /// The same with another base.
  ///
  /// @param value which index the first feature has
  public LibsvmOptions withBase(FirstIndex value) {
    return new LibsvmOptions(value, labelled);
  }

  /// The same with or without the need of labels.
  ///
  /// @param value whether every line must begin with a label
  public LibsvmOptions withLabelled(boolean value) {
    return new LibsvmOptions(base, value);
  }
}
