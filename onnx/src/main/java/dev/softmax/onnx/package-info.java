/// Classifiers of pictures in ONNX, run by ONNX Runtime. Letters: `B` pictures, `H` height, `W` width, `C`
/// channels, `K` classes. ONNX files hold pictures as `(B, C, H, W)` or `(B, H, W, C)`; everything
/// else here has the channels last.
///
/// ONNX Runtime is native code: it needs a library for the system (Linux, macOS and Windows are in its
/// jar), which it writes to the folder of temporary files and loads; the JVM warns of that unless it
/// is started with `--enable-native-access=com.microsoft.onnxruntime`, or `ALL-UNNAMED` on a class path.
/// A file is checked before it gets there, but a model is a program: read only models of people you trust.
package dev.softmax.onnx;
