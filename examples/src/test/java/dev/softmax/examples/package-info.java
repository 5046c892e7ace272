/// Runs the examples.
@NullMarked
package dev.softmax.examples;

import org.jspecify.annotations.NullMarked;
