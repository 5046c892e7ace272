package dev.softmax.data;

/// Where the label stands in a line of a text file.
public enum TextForm {
  /// What the first hundred lines with anything in them say: [#FASTTEXT] when the first begins with
  /// `__label__`, else [#TAB] when all of them have a tab, else [#BLANK] when the first words of all
  /// lines repeat, so that they are at most half as many as lines; else an error.
  AUTO,
  /// `__label__x text`.
  FASTTEXT,
  /// `x`, a tab, `text`. Labels may have blanks in them, texts may have tabs.
  TAB,
  /// `x text`.
  BLANK,
  /// `x index:count …`, LIBSVM's form, for bags of features: the text is each index as often as its
  /// count says, with blanks between.
  LIBSVM,
  /// Each line is a text without a label.
  NONE
}
