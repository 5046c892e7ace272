/// Files read and written whole or not at all: safetensors, PyTorch's checkpoints (read), and the errors
/// that name what is wrong.
package dev.softmax.io;
