package dev.softmax.kernel;

import java.util.Locale;
import jdk.incubator.vector.VectorShape;
import org.jspecify.annotations.Nullable;

/// Which kernels run, decided once and before any vector class is touched. The system property
/// `dev.softmax.kernels` (`auto`, `scalar`, or the most bits of a vector: `128`, `256`, `512`) overrules it; it is the one
/// property that the library reads.
public final class Kernels {
  /// Name of the system property.
  public static final String PROPERTY = "dev.softmax.kernels";

  private static final String MODULE = "jdk.incubator.vector";
  private static final Choice CHOICE = choose(System.getProperty(PROPERTY, "auto"));

  static final FloatLanes FLOAT = CHOICE.bits > 0 ? new SimdFloatLanes() : new ScalarFloatLanes();
  static final DoubleLanes DOUBLE =
      CHOICE.bits > 0 ? new SimdDoubleLanes() : new ScalarDoubleLanes();

  private Kernels() {}

  /// What was chosen.
  ///
  /// @param bits width of a vector, 0 for the scalar kernels
  /// @param remedy what a user can change to be faster, `null` where there is nothing
  public record Choice(int bits, @Nullable String remedy) {}

  /// The choice in force.
  public static Choice choice() {
    return CHOICE;
  }

  /// The shape of the vectors in use; only called where vectors are in use.
  static VectorShape shape() {
    return VectorShape.forBitSize(CHOICE.bits);
  }

  private static Choice choose(String wish) {
    if (wish.equals("scalar")) {
      return new Choice(0, null);
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      String remedy =
          "the vector module is missing, so the scalar kernels run, several times slower: add"
              + " --add-modules "
              + MODULE
              + " to the java command";
      System.getLogger("dev.softmax").log(System.Logger.Level.INFO, remedy);
      return new Choice(0, remedy);
    }
    int widest = Widest.bits();
    return switch (wish) {
      case "auto" -> automatic(widest);
      case "128", "256", "512" -> new Choice(Math.min(widest, Integer.parseInt(wish)), null);
      default -> {
        // Not an exception: thrown while a class is set up, it would reach nobody as it is.
        String remedy =
            PROPERTY + " is '" + wish + "', not auto, scalar, 128, 256 or 512; it is ignored";
        System.getLogger("dev.softmax").log(System.Logger.Level.WARNING, remedy);
        yield new Choice(automatic(widest).bits(), remedy);
      }
    };
  }

  private static Choice automatic(int widest) {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    // x86 gained fused multiply-add together with 256-bit integer vectors; without it, an fma is
    // emulated and slower than anything.
    if (x86 && widest < 256) {
      return new Choice(0, "this processor has no AVX2, so the scalar kernels run");
    }
    return new Choice(Math.min(widest, 512), null);
  }

  /// Keeps the vector classes out of the choice until the module is known to be there.
  private static final class Widest {
    static int bits() {
      return jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
  }
}
