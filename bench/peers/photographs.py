"""Compares `./softmax predict` with torchvision on photographs, from file to probability.

    bench/peers/photographs.py FOLDER

Makes a ResNet-18 with random weights, saves it as .pth in a temporary folder, and lets both sides name
the five likeliest classes of each picture: resize 256, crop 224, normalise, network, softmax. Needs
torch, torchvision and Pillow.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

# The compiled operators of torchvision are not needed, but it wants to know them.
operators = torch.library.Library("torchvision", "DEF")
for name in ["nms", "qnms"]:
    operators.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

import torchvision  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402
from torchvision import transforms  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


def network():
    torch.manual_seed(3)
    net = torchvision.models.resnet18(weights=None)
    for layer in net.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.normal_(0, 0.1)
            layer.running_var.uniform_(0.5, 1.5)
            torch.nn.init.uniform_(layer.weight, 0.5, 1.5)
    torch.nn.init.normal_(net.fc.weight, 0, 0.1)
    return net.eval()


prepare = transforms.Compose(
    [
        transforms.Resize(256),
        transforms.CenterCrop(224),
        transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ]
)
net = network()
with tempfile.TemporaryDirectory() as folder:
    weights = Path(folder) / "resnet18.pth"
    torch.save(net.state_dict(), weights)
    command = [ROOT / "softmax", "predict", weights, sys.argv[1], "--top", "5", "--json"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
worst = 0.0
same = 0
for line in lines:
    ours = json.loads(line)
    picture = ImageOps.exif_transpose(Image.open(ours["input"])).convert("RGB")
    with torch.no_grad():
        values, classes = net(prepare(picture)[None])[0].softmax(0).topk(5)
    same += [int(top["label"]) for top in ours["top"]] == classes.tolist()
    for top, value in zip(ours["top"], values.tolist()):
        worst = max(worst, abs(top["probability"] - value))
print(f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}")
print(f"{len(lines)} pictures, the same five classes for {same}; probabilities differ by {worst:.1e} at most")
