package dev.softmax.tensor;

import dev.softmax.kernel.FloatBags;

/// Sum or mean of a table's rows for each bag. Its gradient touches the rows that were looked up and no
/// others, and says which. Tokens of padding are left out beforehand: they count nothing, neither in a
/// sum nor in a mean.
///
/// @param tokens ids, without padding
/// @param offsets where bags begin in the tokens, and where the last ends
record BagLookup(Tensor table, int[] tokens, int[] offsets, int bags, boolean mean) implements Op {

  static Tensor apply(Tensor table, Indices tokens, int[] offsets, Bag kind, int padding) {
    Shape shape = tokens.shape();
    if (shape.rank() != 1 || offsets.length < 1) {
      throw new IllegalArgumentException(
          "bags: tokens " + shape + " and offsets (" + offsets.length + ")");
    }
    int last = 0;
    for (int offset : offsets) {
      if (offset < last || offset > shape.size()) {
        throw new IllegalArgumentException(
            "bags: offset " + offset + " after " + last + " of " + shape + " tokens");
      }
      last = offset;
    }
    return forward(table, tokens, offsets, offsets.length - 1, kind, padding);
  }

  static Tensor apply(Tensor table, Indices tokens, Bag kind, int padding) {
    Shape shape = tokens.shape();
    if (shape.rank() != 2) {
      throw new IllegalArgumentException(
          "bags: tokens " + shape + " are no bags (B, T) of a table " + table.shape());
    }
    int bags = shape.length(0);
    int[] offsets = tokens.scratch(bags + 1);
    for (int bag = 0; bag <= bags; bag++) {
      offsets[bag] = bag * shape.length(1);
    }
    return forward(table, tokens, offsets, bags, kind, padding);
  }

  private static Tensor forward(
      Tensor table, Indices tokens, int[] offsets, int bags, Bag kind, int padding) {
    TableRows.check("bags", table, tokens);
    int width = table.shape().length(1);
    Tensor y = Result.of(Shape.of(bags, width), tokens.tape(), table);
    BagLookup op = new BagLookup(table, tokens.data(), offsets, bags, kind == Bag.MEAN);
    if (padding >= 0) {
      op = op.without(padding, tokens);
    }
    FloatBags.forward(table.data(), width, op.tokens, op.offsets, bags, op.mean, y.data());
    return y.by(op);
  }

  private BagLookup without(int padding, Indices all) {
    int[] left = all.scratch(offsets[bags]);
    int[] starts = all.scratch(bags + 1);
    int count = 0;
    for (int bag = 0; bag < bags; bag++) {
      starts[bag] = count;
      for (int t = offsets[bag]; t < offsets[bag + 1]; t++) {
        if (tokens[t] != padding) {
          left[count++] = tokens[t];
        }
      }
    }
    starts[bags] = count;
    return new BagLookup(table, left, starts, bags, mean);
  }

  @Override
  public void backward(Tensor result) {
    Gradient sum = table.gradientSum();
    int width = table.shape().length(1);
    RowSet touched = sum.addedInRows(width);
    for (int t = offsets[0]; t < offsets[bags] && touched != null; t++) {
      touched.add(tokens[t]);
    }
    float[] dy = result.gradientSum().array();
    FloatBags.addGradient(dy, width, tokens, offsets, bags, mean, sum.array());
  }
}
