"""Writes the golden files of layers, optimisers, schedules and safetensors' types.

    python make.py      (torch, safetensors and numpy; the versions are in each file's metadata)
"""

import platform

import numpy
import safetensors
import safetensors.torch
import torch

torch.manual_seed(20)
torch.set_num_threads(1)
VERSIONS = {
    "torch": torch.__version__,
    "safetensors": safetensors.__version__,
    "numpy": numpy.__version__,
    "python": platform.python_version(),
}
STEPS = 10


def save(name, tensors):
    tensors = {key: value.detach().clone().contiguous() for key, value in tensors.items()}
    safetensors.torch.save_file(tensors, name + ".safetensors", VERSIONS)


def types():
    numbers = [0.0, 1.5, -2.25, 60000.0, 0.099975586]
    whole = [-7, 0, 250, 3, 2**31 - 1]
    save(
        "types",
        {
            "f64": torch.tensor([1 / 3, -1e-310, 1e300], dtype=torch.float64),
            "f32": torch.tensor(numbers, dtype=torch.float32),
            "f16": torch.tensor(numbers, dtype=torch.float16),
            "bf16": torch.tensor(numbers, dtype=torch.bfloat16),
            "i64": torch.tensor(whole + [-(2**62)], dtype=torch.int64),
            "i32": torch.tensor(whole, dtype=torch.int32),
            "u8": torch.tensor([[0, 1, 255]], dtype=torch.uint8),
            "bool": torch.tensor([[True], [False]]),
            "scalar": torch.tensor(2.5),
            "empty": torch.zeros(0, 3),
        },
    )


def optimizers():
    start = torch.randn(4, 3)
    gradients = torch.randn(STEPS, 4, 3)
    # Which of the four rows a step touches.
    touched = torch.tensor(
        [[1, 0, 1, 0], [0, 0, 1, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 1, 1, 0]] * 2, dtype=torch.int64
    )
    optim = torch.optim
    cases = {
        "sgd": lambda p: optim.SGD(p, lr=0.1),
        "sgd_decay": lambda p: optim.SGD(p, lr=0.1, weight_decay=0.03),
        "sgd_momentum": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.03),
        "sgd_nesterov": lambda p: optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.03),
        "adam": lambda p: optim.Adam(p, lr=0.1),
        "adam_decay": lambda p: optim.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.03),
        "adamw": lambda p: optim.AdamW(p, lr=0.1, weight_decay=0.03),
        "sparse_adam": lambda p: optim.SparseAdam(p, lr=0.1),
    }
    out = {"start": start, "gradients": gradients, "touched": touched}

    def run(optimizer, rows):
        parameter = torch.nn.Parameter(start.clone())
        stepper = optimizer([parameter])
        steps = []
        for step in range(STEPS):
            gradient = gradients[step]
            if rows:
                gradient = gradient * touched[step][:, None]
            if isinstance(stepper, optim.SparseAdam):
                index = touched[step].nonzero().T
                gradient = torch.sparse_coo_tensor(index, gradient[index[0]], (4, 3))
            parameter.grad = gradient.clone()
            stepper.step()
            steps.append(parameter.detach().clone())
        return torch.stack(steps)

    for name, optimizer in cases.items():
        if name != "sparse_adam":
            out[name] = run(optimizer, rows=False)
        out[name + ".rows"] = run(optimizer, rows=True)

    for name, clip in {
        "clip_norm": lambda p: torch.nn.utils.clip_grad_norm_([p], 1.5),
        "clip_value": lambda p: torch.nn.utils.clip_grad_value_([p], 0.5),
    }.items():
        parameter = torch.nn.Parameter(start.clone())
        parameter.grad = gradients[0].clone()
        clip(parameter)
        out[name] = parameter.grad
    save("optimizers", out)


def schedules():
    def rates(make, steps=12):
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
        scheduler = make(optimizer)
        out = []
        for _ in range(steps):
            out.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        return torch.tensor(out, dtype=torch.float64)

    lrs = torch.optim.lr_scheduler

    def warm(optimizer):
        up = lrs.LinearLR(optimizer, start_factor=0.25, end_factor=1.0, total_iters=3)
        return lrs.SequentialLR(optimizer, [up, lrs.CosineAnnealingLR(optimizer, 9)], milestones=[3])

    save(
        "schedules",
        {
            "constant": rates(lambda o: lrs.ConstantLR(o, factor=1.0)),
            "step": rates(lambda o: lrs.StepLR(o, step_size=3, gamma=0.1)),
            "cosine": rates(lambda o: lrs.CosineAnnealingLR(o, T_max=11, eta_min=0.01)),
            "warm_up": rates(warm),
            "one_cycle": rates(lambda o: lrs.OneCycleLR(o, max_lr=2.0, total_steps=13)),
        },
    )


def network():
    # No bias before batch normalisation: its gradient is zero but for rounding, which Adam makes steps of.
    return torch.nn.Sequential(
        torch.nn.Linear(20, 16, bias=False),
        torch.nn.BatchNorm1d(16),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.0),
        torch.nn.Linear(16, 16, bias=False),
        torch.nn.LayerNorm(16),
        torch.nn.GELU(),
        torch.nn.Linear(16, 4),
    )


def networks():
    x = torch.randn(5, 12, 20)
    y = torch.randint(0, 4, (5, 12))
    first = network()
    out = {"inputs": x, "targets": y}
    for key, value in first.state_dict().items():
        out["start." + key] = value.clone()
    cases = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
        "adam": lambda p: torch.optim.Adam(p, lr=0.003),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.003, weight_decay=0.1),
    }
    for name, make in cases.items():
        net = network()
        net.load_state_dict(first.state_dict())
        net.train()
        optimizer = make(net.parameters())
        losses = []
        for step in range(5):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(x[step]), y[step])
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        out[name + ".losses"] = torch.stack(losses)
        net.eval()
        out[name + ".logits"] = net(x[0])
        if name == "sgd":
            save("state_dict", net.state_dict())
    save("networks", out)


types()
optimizers()
schedules()
networks()
