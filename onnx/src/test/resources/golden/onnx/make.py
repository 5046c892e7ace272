"""Writes the ONNX models of the tests, and what ONNX Runtime says to their pictures.

    python make.py      (onnx, onnxruntime and numpy; the versions are in logits.json)

Value i of an input is (i * 37 mod 251) / 251 in float, or that number without the division in bytes.
"""

import json
import platform

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OPSET, IR = 17, 8
CLASSES = 5
random = np.random.default_rng(5)


def constant(name, *shape):
    values = random.standard_normal(shape) * (1.5 / np.sqrt(np.prod(shape[1:]) if len(shape) > 1 else 1))
    return numpy_helper.from_array(values.astype(np.float32), name)


def save(name, inputs, outputs, nodes, constants, metadata=None):
    graph = helper.make_graph(nodes, name, inputs, outputs, constants)
    model = helper.make_model(graph, ir_version=IR, opset_imports=[helper.make_opsetid("", OPSET)])
    helper.set_model_props(model, metadata or {})
    onnx.checker.check_model(model)
    onnx.save(model, name + ".onnx")


def value(name, *shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def classifier(name, shape, channels, last=None, kind=TensorProto.FLOAT, metadata=None, ones=False, rows=None):
    """Convolution, ReLU, mean, linear layer; `last` is the node after."""
    rows = rows or [shape[0], CLASSES]
    nodes, x = [], "picture"
    if kind == TensorProto.UINT8:
        nodes.append(helper.make_node("Cast", [x], ["numbers"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", ["numbers", "scale"], ["scaled"]))
        x = "scaled"
    if shape[1] != channels:
        nodes.append(helper.make_node("Transpose", [x], ["planes"], perm=[0, 3, 1, 2]))
        x = "planes"
    nodes += [
        helper.make_node("Conv", [x, "w1", "b1"], ["c"], strides=[2, 1], pads=[1, 1, 0, 0]),
        helper.make_node("Relu", ["c"], ["r"]),
        helper.make_node("GlobalAveragePool", ["r"], ["m"]),
    ]
    constants = [constant("w1", 4, channels, 3, 3), constant("b1", 4)]
    if kind == TensorProto.UINT8:
        constants.append(numpy_helper.from_array(np.float32(1 / 251), "scale"))
    if ones:
        # A linear layer that is a convolution leaves (B, K, 1, 1).
        constants += [constant("w2", CLASSES, 4, 1, 1), constant("b2", CLASSES)]
        nodes.append(helper.make_node("Conv", ["m", "w2", "b2"], ["logits"]))
        rows = [*rows, 1, 1]
    else:
        constants += [constant("w2", 4, CLASSES), constant("b2", CLASSES)]
        nodes.append(helper.make_node("Flatten", ["m"], ["f"]))
        nodes.append(helper.make_node("Gemm", ["f", "w2", "b2"], ["logits"]))
    output = "logits"
    if last:
        nodes.append(helper.make_node(last, ["logits"], ["answer"], axis=1))
        output = "answer"
    outputs = [value(output, *rows)]
    if last:
        outputs.append(value("logits", *rows))
    save(name, [value("picture", *shape, kind=kind)], outputs, nodes, constants, metadata)


classifier("nchw", [1, 3, 8, 8], 3, metadata={"labels": '["ant", "bee", "cat", "dog", "eel"]'})
classifier("nhwc", [1, 8, 6, 3], 3)
classifier("nchw-wide", [1, 3, 6, 8], 3)
classifier("softmax", ["n", 3, 8, 8], 3, last="Softmax", metadata={"names": "{0: 'ant', 1: \"bee's\", 2: 'cat', 3: 'dog', 4: 'eel'}"})
classifier("softmax-nhwc-bytes", ["n", 8, 8, 3], 3, last="Softmax", kind=TensorProto.UINT8)
classifier("log-softmax-grey", ["n", 1, "h", "w"], 1, last="LogSoftmax", metadata={"labels": "ant,bee"})
classifier("four-at-once", [4, 1, 28, 28], 1, ones=True)

line = [helper.make_node("Gemm", ["x", "w", "b"], ["y"])]
save("not-a-picture", [value("x", "n", 4)], [value("y", "n", 3)], line, [constant("w", 4, 3), constant("b", 3)])
add = [helper.make_node("Add", ["a", "b"], ["c"]), helper.make_node("GlobalAveragePool", ["c"], ["m"]), helper.make_node("Flatten", ["m"], ["y"])]
save("two-inputs", [value("a", 1, 3, 8, 8), value("b", 1, 3, 8, 8)], [value("y", 1, 3)], add, [])
relu = [helper.make_node("Relu", ["x"], ["y"])]
save("picture-to-picture", [value("x", 1, 3, 8, 8)], [value("y", 1, 3, 8, 8)], relu, [])
mean = [helper.make_node("ReduceMean", ["x"], ["m"], axes=[2, 3], keepdims=0)]
save("one-number", [value("x", 1, 1, 8, 8)], [value("m", 1, 1)], mean, [])
save("four-channels", [value("x", 1, 4, 8, 8)], [value("m", 1, 4)], mean, [])

# A batch said to be of any size, in which the shape is fixed: fails when it is run.
fixed = [
    helper.make_node("Reshape", ["x", "shape"], ["flat"]),
    helper.make_node("Gemm", ["flat", "w", "b"], ["y"]),
]
save(
    "reshaped",
    [value("x", "n", 1, 8, 8)],
    [value("y", "n", 3)],
    fixed,
    [numpy_helper.from_array(np.array([1, 64], np.int64), "shape"), constant("w", 64, 3), constant("b", 3)],
)

PICTURES = {
    "nchw": (1, 3, 8, 8),
    "nhwc": (1, 8, 6, 3),
    "nchw-wide": (1, 3, 6, 8),
    "softmax": (3, 3, 8, 8),
    "softmax-nhwc-bytes": (3, 8, 8, 3),
    "log-softmax-grey": (2, 1, 9, 7),
    "four-at-once": (4, 1, 28, 28),
    "reshaped": (1, 1, 8, 8),
}
found = {
    "versions": {
        "onnx": onnx.__version__,
        "onnxruntime": onnxruntime.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }
}
for name, shape in PICTURES.items():
    session = onnxruntime.InferenceSession(name + ".onnx", providers=["CPUExecutionProvider"])
    numbers = np.arange(np.prod(shape)) * 37 % 251
    is_bytes = session.get_inputs()[0].type == "tensor(uint8)"
    x = numbers.astype(np.uint8) if is_bytes else numbers.astype(np.float32) / np.float32(251)
    output = session.get_outputs()[0].name
    y = session.run([output], {session.get_inputs()[0].name: x.reshape(shape)})[0]
    found[name] = {"shape": shape, "output": [float(v) for v in y.reshape(-1)]}
with open("logits.json", "w") as file:
    json.dump(found, file, indent=1)
    file.write("\n")
