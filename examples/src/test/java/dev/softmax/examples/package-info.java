/// Runs the examples.
package dev.softmax.examples;
