/// The `softmax` command: thin commands over the library.
@NullMarked
package dev.softmax.cli;

import org.jspecify.annotations.NullMarked;
