/// The rows of `bench/run` as work that JMH times, and the process that takes turns with the peers.
@NullMarked
package dev.softmax.bench;

import org.jspecify.annotations.NullMarked;
