/// Pictures: reading and preparing them as torchvision does on Pillow. Letters: `B` pictures, `H` height,
/// `W` width, `C` channels.
package dev.softmax.image;
