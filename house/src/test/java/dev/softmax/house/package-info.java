/// Tests of the house itself.
package dev.softmax.house;
