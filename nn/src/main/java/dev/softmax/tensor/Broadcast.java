package dev.softmax.tensor;

/// How two inputs meet in an element-wise result: rows of `inner` elements, in which each input steps by
/// 1 or stands still, and where each input has its part of a row. Neighbouring dimensions that both
/// inputs step through alike are one, so that a bias has the rows of a matrix, a number one row of all
/// there is, and nothing is divided for each element.
final class Broadcast {
  /// Elements of a row.
  final int inner;

  /// Number of rows.
  final int outer;

  /// Step of the first input within a row.
  final int stepA;

  /// Step of the second input within a row.
  final int stepB;

  private final int[] lengths;
  private final int[] stridesA;
  private final int[] stridesB;
  private int rank;

  Broadcast(Shape result, Shape a, Shape b) {
    lengths = new int[result.rank() + 1];
    stridesA = new int[lengths.length];
    stridesB = new int[lengths.length];
    int strideA = 1;
    int strideB = 1;
    for (int back = 1; back <= result.rank(); back++) {
      int length = result.length(-back);
      int ofA = back <= a.rank() ? a.length(-back) : 1;
      int ofB = back <= b.rank() ? b.length(-back) : 1;
      if (length != 1) {
        dimension(length, ofA == 1 ? 0 : strideA, ofB == 1 ? 0 : strideB);
      }
      strideA *= ofA;
      strideB *= ofB;
    }
    if (rank == 0) {
      dimension(1, 1, 1);
    }
    inner = lengths[0];
    stepA = stridesA[0];
    stepB = stridesB[0];
    outer = inner == 0 ? 0 : result.size() / inner;
  }

  /// One more dimension, further out; part of the last if both inputs go on as before.
  private void dimension(int length, int strideA, int strideB) {
    int last = rank - 1;
    if (rank > 0
        && strideA == stridesA[last] * lengths[last]
        && strideB == stridesB[last] * lengths[last]) {
      lengths[last] *= length;
      return;
    }
    lengths[rank] = length;
    stridesA[rank] = strideA;
    stridesB[rank] = strideB;
    rank++;
  }

  /// Where a row begins in the first input.
  int startA(int row) {
    return start(row, stridesA);
  }

  /// Where a row begins in the second input.
  int startB(int row) {
    return start(row, stridesB);
  }

  private int start(int row, int[] strides) {
    if (rank == 2) {
      return row * strides[1];
    }
    int start = 0;
    int rest = row;
    for (int i = 1; i < rank; i++) {
      start += rest % lengths[i] * strides[i];
      rest /= lengths[i];
    }
    return start;
  }
}
