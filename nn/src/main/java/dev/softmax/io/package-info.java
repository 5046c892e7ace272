/// Files read and written whole or not at all: safetensors, PyTorch's checkpoints (read), and the errors
/// that name what is wrong. Shapes are as files have them, with no letters of their own.
package dev.softmax.io;
