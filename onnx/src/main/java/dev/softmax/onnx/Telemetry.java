package dev.softmax.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// What ONNX Runtime would send about models and machine to its makers, and keep in a database in the
/// user's cache folder until then. It looks once, when it starts, for a variable of the process that forbids
/// it. Looking for what to send, version 1.29 also overflows its stack where the command line of the process
/// is longer than about 4000 characters, as one with a long class path is.
final class Telemetry {
  /// The variable of ONNX Runtime that forbids it; any other value than 1 allows it.
  static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private Telemetry() {}

  /// Forbids it in this process unless the variable is set already. To be called before ONNX Runtime
  /// starts. Java cannot change a variable that native code sees, so C's `setenv` does, or `_putenv_s` on
  /// Windows.
  @SuppressWarnings("restricted") // native access, as for ONNX Runtime itself
  static void disable() {
    if (System.getenv(VARIABLE) != null) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(VARIABLE);
      MemorySegment value = arena.allocateFrom("1");
      MemorySegment posix = linker.defaultLookup().find("setenv").orElse(MemorySegment.NULL);
      if (posix.address() != 0) {
        MethodHandle set =
            linker.downcallHandle(
                posix,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT));
        check((int) set.invokeExact(name, value, 1));
      } else {
        MethodHandle set =
            linker.downcallHandle(
                linker.defaultLookup().findOrThrow("_putenv_s"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        check((int) set.invokeExact(name, value));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a call of C throws nothing", e);
    }
  }

  private static void check(int status) {
    if (status != 0) {
      throw new IllegalStateException(VARIABLE + " cannot be set: " + status);
    }
  }
}
