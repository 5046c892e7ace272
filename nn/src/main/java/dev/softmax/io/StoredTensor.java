package dev.softmax.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Numbers of any shape as a file holds them: row-major, little-endian. Immutable. One that came from
/// an open [Safetensors] is a view of the file and may be used until that is closed; the arrays it
/// gives are copies.
public final class StoredTensor {
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort I16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final TensorType type;
  private final long[] shape;
  private final MemorySegment bytes;

  StoredTensor(TensorType type, long[] shape, MemorySegment bytes) {
    this.type = type;
    this.shape = shape;
    this.bytes = bytes;
  }

  /// An [TensorType#F64] tensor with a copy of `values`.
  ///
  /// @param values the numbers, row-major
  /// @param shape one length a dimension; none for a single number
  /// @throws IllegalArgumentException when the shape does not hold `values.length` numbers
  public static StoredTensor of(double[] values, long... shape) {
    StoredTensor tensor = allocate(TensorType.F64, values.length, shape);
    MemorySegment.copy(values, 0, tensor.bytes, F64, 0, values.length);
    return tensor;
  }

  /// An [TensorType#F32] tensor; as [#of(double\[\],long...)].
  ///
  /// @param values the numbers, row-major
  /// @param shape one length a dimension
  public static StoredTensor of(float[] values, long... shape) {
    StoredTensor tensor = allocate(TensorType.F32, values.length, shape);
    MemorySegment.copy(values, 0, tensor.bytes, F32, 0, values.length);
    return tensor;
  }

  /// An [TensorType#I64] tensor; as [#of(double\[\],long...)].
  ///
  /// @param values the numbers, row-major
  /// @param shape one length a dimension
  public static StoredTensor of(long[] values, long... shape) {
    StoredTensor tensor = allocate(TensorType.I64, values.length, shape);
    MemorySegment.copy(values, 0, tensor.bytes, I64, 0, values.length);
    return tensor;
  }

  /// An [TensorType#I32] tensor; as [#of(double\[\],long...)].
  ///
  /// @param values the numbers, row-major
  /// @param shape one length a dimension
  public static StoredTensor of(int[] values, long... shape) {
    StoredTensor tensor = allocate(TensorType.I32, values.length, shape);
    MemorySegment.copy(values, 0, tensor.bytes, I32, 0, values.length);
    return tensor;
  }

  /// A [TensorType#U8] tensor; as [#of(double\[\],long...)].
  ///
  /// @param values the numbers, row-major, without sign
  /// @param shape one length a dimension
  public static StoredTensor of(byte[] values, long... shape) {
    StoredTensor tensor = allocate(TensorType.U8, values.length, shape);
    MemorySegment.copy(values, 0, tensor.bytes, ValueLayout.JAVA_BYTE, 0, values.length);
    return tensor;
  }

  private static StoredTensor allocate(TensorType type, int length, long[] shape) {
    long size = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("a shape has no negative length: " + text(shape));
      }
      size = Math.multiplyExact(size, dimension);
    }
    if (size != length) {
      throw new IllegalArgumentException("shape " + text(shape) + " but " + length + " numbers");
    }
    MemorySegment bytes = Arena.ofAuto().allocate((long) length * type.bytes(), type.bytes());
    return new StoredTensor(type, shape.clone(), bytes);
  }

  /// What its numbers are.
  public TensorType type() {
    return type;
  }

  /// One length a dimension; empty for a single number.
  public long[] shape() {
    return shape.clone();
  }

  /// How many numbers it holds.
  public long size() {
    return bytes.byteSize() / type.bytes();
  }

  /// Whether the shape is this one.
  ///
  /// @param lengths one length a dimension
  public boolean hasShape(long... lengths) {
    return Arrays.equals(shape, lengths);
  }

  /// The numbers as `double`: exact for every type but [TensorType#I64] beyond 2⁵³.
  ///
  /// @throws InputException when there are more than an array can hold
  public double[] toDoubles() {
    double[] out = new double[length()];
    switch (type) {
      case F64 -> MemorySegment.copy(bytes, F64, 0, out, 0, out.length);
      case F32, F16, BF16 -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = floatAt(i);
        }
      }
      case I64, I32, U8, BOOL -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = longAt(i);
        }
      }
    }
    return out;
  }

  /// The numbers as `float`: exact for [TensorType#F32] and the halves, rounded for the rest.
  ///
  /// @throws InputException when there are more than an array can hold
  public float[] toFloats() {
    float[] out = new float[length()];
    switch (type) {
      case F32 -> MemorySegment.copy(bytes, F32, 0, out, 0, out.length);
      case F16, BF16 -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = floatAt(i);
        }
      }
      case F64 -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = (float) bytes.getAtIndex(F64, i);
        }
      }
      case I64, I32, U8, BOOL -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = longAt(i);
        }
      }
    }
    return out;
  }

  /// The numbers of an integer tensor.
  ///
  /// @throws InputException when the type is a floating one, or there are more than an array can hold
  public long[] toLongs() {
    long[] out = new long[length()];
    for (int i = 0; i < out.length; i++) {
      out[i] = longAt(i);
    }
    return out;
  }

  MemorySegment bytes() {
    return bytes;
  }

  private int length() {
    if (size() > MAX_LENGTH) {
      throw new InputException(
          "a tensor of shape " + text(shape) + " holds more numbers than an array can");
    }
    return (int) size();
  }

  private float floatAt(long i) {
    return switch (type) {
      case F32 -> bytes.getAtIndex(F32, i);
      case F16 -> Float.float16ToFloat(bytes.getAtIndex(I16, i));
      case BF16 -> Float.intBitsToFloat(bytes.getAtIndex(I16, i) << 16);
      case F64, I64, I32, U8, BOOL -> throw new AssertionError(type);
    };
  }

  private long longAt(long i) {
    return switch (type) {
      case I64 -> bytes.getAtIndex(I64, i);
      case I32 -> bytes.getAtIndex(I32, i);
      case U8 -> bytes.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
      case BOOL -> bytes.get(ValueLayout.JAVA_BYTE, i) == 0 ? 0 : 1;
      case F64, F32, F16, BF16 ->
          throw new InputException("a tensor of type " + type + " does not hold integers");
    };
  }

  /// A type and a shape as messages name them: `F64 (3, 4)`.
  ///
  /// @param type a type
  /// @param shape one length a dimension
  public static String describe(TensorType type, long... shape) {
    return type + " " + text(shape);
  }

  static String text(long[] shape) {
    return Arrays.toString(shape).replace('[', '(').replace(']', ')');
  }

  @Override
  public String toString() {
    return describe(type, shape);
  }
}
