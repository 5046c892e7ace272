/// Other libraries of the JVM that fit softmax regression, in a process that takes turns with ours.
package dev.softmax.bench.peers;
