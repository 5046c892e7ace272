"""Writes gru.txt: gated recurrent units and their gradients by PyTorch, in float64 from float32 inputs.

python gru.py > gru.txt

The gates are the inputs of a torch.nn.GRU whose weight_ih is the identity and whose bias_ih is zero;
sequences of different lengths are packed.
"""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(14)


def write(name, values):
    if isinstance(values, torch.Tensor):
        values = values.detach().reshape(-1).tolist()
    print(name, *[v if isinstance(v, int) else f"{v:.9g}" for v in values])


def gru(gates, start, weight, bias, lengths):
    hidden = weight.shape[1]
    parameters = {
        "weight_ih_l0": torch.eye(3 * hidden, dtype=torch.float64),
        "weight_hh_l0": weight,
        "bias_ih_l0": torch.zeros(3 * hidden, dtype=torch.float64),
        "bias_hh_l0": bias,
    }
    layer = torch.nn.GRU(3 * hidden, hidden, batch_first=True, dtype=torch.float64)
    x = gates
    if lengths:
        x = pack_padded_sequence(gates, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    arguments = (x,) if start is None else (x, start[None])
    y = torch.func.functional_call(layer, parameters, arguments)[0]
    if lengths:
        y = pad_packed_sequence(y, batch_first=True, total_length=gates.shape[1])[0]
    return y


def case(batch, steps, hidden, start, lengths=()):
    shapes = [(batch, steps, 3 * hidden), (batch, hidden), (3 * hidden, hidden), (3 * hidden,)]
    if not start:
        del shapes[1]
    inputs = [torch.randn(s, dtype=torch.float32).double().requires_grad_() for s in shapes]
    y = gru(inputs[0], inputs[1] if start else None, inputs[-2], inputs[-1], list(lengths))
    dy = torch.randn(y.shape, dtype=torch.float32).double()
    (y * dy).sum().backward()
    print("op", "gru" if start else "gruFromZeros")
    write("arguments", list(lengths))
    for i, x in enumerate(inputs):
        write(f"shape{i}", list(x.shape))
        write(f"x{i}", x)
        write(f"dx{i}", x.grad)
    write("shape", list(y.shape))
    write("y", y)
    write("dy", dy)
    print()


print(f"# PyTorch {torch.__version__}, float64; written by gru.py")
case(1, 1, 1, True)
case(2, 3, 5, True)
case(9, 2, 3, False)
case(4, 3, 17, True)
case(3, 2, 16, False)
case(5, 4, 2, True, [1, 4, 4, 2, 3])
case(13, 3, 5, False, [3, 3, 1, 2, 1, 1, 3, 2, 2, 2, 1, 3, 1])
