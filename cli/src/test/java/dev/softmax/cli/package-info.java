/// Tests of the command.
@NullMarked
package dev.softmax.cli;

import org.jspecify.annotations.NullMarked;
