package dev.softmax.data;

/// Whether the first row of a text file names the columns.
public enum Header {
  /// Found out from the first two rows. The first one is a header
  /// - when none of its cells is a number, and a cell of the row below one of them is; or
  /// - when none of its cells is a number, none is empty or missing, and all differ; or
  /// - when its numbers count up by one (`label,0,1,2,…`) and there is a text in it with a number below.
  ///
  /// Otherwise it is data, and the columns are named `c1` to `cN`. A table of nothing but texts that
  /// has no header needs [#NO] when its first row happens to hold no text twice.
  AUTO,
  /// The first row is a header.
  YES,
  /// The first row is data; the columns are named `c1` to `cN`.
  NO
}
