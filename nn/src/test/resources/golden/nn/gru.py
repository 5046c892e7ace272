"""Writes gru.safetensors: torch.nn.GRU's outputs, last states and gradients, in float64.

    python gru.py      (torch and safetensors; the versions are in the file's metadata)
"""

import safetensors
import safetensors.torch
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(41)
torch.set_num_threads(1)
# name: inputs, hidden, layers, batch, steps, lengths, states to start from
CASES = {
    "one": (1, 1, 1, 2, 3, None, False),
    "small": (3, 5, 3, 4, 6, [6, 2, 1, 4], False),
    "even": (4, 16, 2, 3, 5, None, True),
    "wide": (7, 64, 1, 9, 4, [4, 4, 2, 3, 1, 4, 4, 2, 4], True),
}
out = {}
for name, (inputs, hidden, layers, batch, steps, lengths, start) in CASES.items():
    net = torch.nn.GRU(inputs, hidden, layers, batch_first=True)
    state = {key: value.detach().clone() for key, value in net.state_dict().items()}
    net = net.double()
    x = torch.randn(batch, steps, inputs)
    h = torch.randn(layers, batch, hidden) if start else torch.zeros(layers, batch, hidden)
    dy = torch.randn(batch, steps, hidden)
    dlast = torch.randn(layers, batch, hidden)
    given = x.double().requires_grad_()
    first = h.double().requires_grad_()
    packed = given
    if lengths:
        packed = pack_padded_sequence(given, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    y, last = net(packed, first)
    if lengths:
        y = pad_packed_sequence(y, batch_first=True, total_length=steps)[0]
    ((y * dy).sum() + (last * dlast).sum()).backward()
    values = {"x": x, "h": h, "dy": dy, "dlast": dlast, "y": y, "last": last}
    values |= {"dx": given.grad, "dh": first.grad}
    values |= {f"parameters.{key}": value for key, value in state.items()}
    values |= {f"gradients.{key}": value.grad for key, value in net.named_parameters()}
    out |= {f"{name}.{key}": v.detach().float().clone().contiguous() for key, v in values.items()}
metadata = {"torch": torch.__version__, "safetensors": safetensors.__version__}
safetensors.torch.save_file(out, "gru.safetensors", metadata)
