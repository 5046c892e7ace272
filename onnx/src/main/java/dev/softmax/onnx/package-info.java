/// Classifiers of pictures in ONNX, run by ONNX Runtime. Letters: `B` pictures, `H` height, `W` width, `C`
/// channels, `K` classes. ONNX files hold pictures as `(B, C, H, W)` or `(B, H, W, C)`; everything
/// else here has the channels last.
///
/// ONNX Runtime is native code: it needs a library for the system (Linux, macOS and Windows are in its
/// jar), which it writes to the folder of temporary files and loads; the JVM warns of that unless it
/// is started with `--enable-native-access=dev.softmax.onnx,com.microsoft.onnxruntime`, or `ALL-UNNAMED` on a
/// class path. What it would send to its makers is switched off in this process, as by the variable
/// `ORT_DISABLE_TELEMETRY=1`; to keep it on, set that variable to 0. A program that uses ONNX Runtime by itself
/// before this package sets the variable on its own.
///
/// A file is checked before it gets there, but a model is a program: read only models of people you trust.
package dev.softmax.onnx;
