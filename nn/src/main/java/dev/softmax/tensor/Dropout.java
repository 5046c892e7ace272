package dev.softmax.tensor;

import dev.softmax.kernel.FloatDropout;
import dev.softmax.kernel.FloatElements;
import java.util.Arrays;

/// `y = mask · x`, the mask 0 with probability `rate` and else `1 / (1 − rate)` (Srivastava et al. 2014,
/// in its inverted form); `dx = mask · dy`.
record Dropout(Tensor x, float[] mask) implements Op {

  static Tensor apply(Tensor x, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("dropout: rate " + rate + " is not within 0 and 1");
    }
    Tape tape = x.tape();
    if (rate == 0 || tape == null || !tape.isTraining()) {
      return x;
    }
    int size = x.shape().size();
    Tensor y = Result.of(x.shape(), x);
    float[] mask = tape.borrow(size);
    long draw = tape.nextDraw();
    float keep = (float) (1 - rate);
    if (keep > 0) {
      FloatDropout.mask(tape.seed(), draw, keep, mask, 0, size);
    } else {
      Arrays.fill(mask, 0, size, 0);
    }
    FloatElements.multiply(x.data(), 0, mask, 0, y.data(), 0, size);
    return y.by(new Dropout(x, mask));
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().array();
    float[] dx = x.gradientSum().added();
    FloatElements.addProduct(dy, 0, mask, 0, dx, 0, result.shape().size());
  }
}
