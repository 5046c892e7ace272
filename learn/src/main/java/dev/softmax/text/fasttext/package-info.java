/// fastText's supervised models, read without native code. Letters: `K` labels, `D` numbers of a vector.
package dev.softmax.text.fasttext;
