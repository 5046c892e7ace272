package dev.softmax.cli;

import java.lang.reflect.Field;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Options that were given although the data or the model have no use for them.
final class GivenOptions {
  private GivenOptions() {}

  /// Sees that only certain options stand on the command line.
  ///
  /// @param names the long names of these
  /// @param reason the rest of the sentence that begins with another option
  static void allowOnly(CommandSpec command, Set<String> names, String reason) {
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (!names.contains(option.longestName())) {
        throw new UsageException(option.longestName() + " " + reason);
      }
    }
  }

  /// Sees that no option of a group stands on the command line.
  ///
  /// @param group the class whose fields are the options
  /// @param reason the rest of the sentence that begins with the option
  static void refuse(CommandSpec command, Class<?> group, String reason) {
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (option.userObject() instanceof Field field && field.getDeclaringClass() == group) {
        throw new UsageException(option.longestName() + " " + reason);
      }
    }
  }
}
