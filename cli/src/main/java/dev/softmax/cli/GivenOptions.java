package dev.softmax.cli;

import java.lang.reflect.Field;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Options that were given although the data or the model have no use for them.
final class GivenOptions {
  private GivenOptions() {}

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
