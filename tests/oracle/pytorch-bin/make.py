"""Writes the files of weights that the tests of PyTorchFile read, with torch itself (made with torch 1.13).

    python3 tests/oracle/pytorch-bin/make.py

The files go to tests/Sinter.Models.Tests/Files/PyTorch/data; values are simple functions of the element's place, which the tests repeat.
"""

import collections
import json
import os

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "Sinter.Models.Tests", "Files", "PyTorch", "data")


def save(name, value, **options):
    torch.save(value, os.path.join(DATA, name), **options)


def ramp(*shape, dtype=torch.float32):
    """0, 1, 2, ... minus 3, halved where the type has halves."""
    count = torch.Size(shape).numel()
    values = torch.arange(count, dtype=torch.float64) - 3
    if dtype.is_floating_point:
        values = values / 2
    return values.to(dtype).reshape(shape)


def types():
    state = collections.OrderedDict()
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8):
        state["of." + str(dtype).split(".")[1]] = ramp(2, 5, dtype=dtype)
    state["of.uint8"] = torch.tensor([0, 1, 254, 255], dtype=torch.uint8)
    state["of.bool"] = torch.tensor([True, False, True])
    state["scalar"] = torch.tensor(2.5)
    state["empty"] = torch.zeros(0, 4)
    state["complex"] = torch.tensor([1 + 2j])
    return state


def views():
    whole = ramp(4, 6)
    shared = ramp(3, 4)
    return {
        "whole": whole,
        "transposed": whole.t(),
        "column": whole[:, 2],
        "rows": whole[1:3],
        "block": whole[1:3, 2:5],
        "every.second": whole[:, ::2],
        "permuted": ramp(2, 3, 4).permute(2, 0, 1),
        "expanded": torch.tensor([7.0]).expand(2, 3),
        "half.transposed": ramp(3, 5, dtype=torch.float16).t(),
        "bfloat16.transposed": ramp(3, 5, dtype=torch.bfloat16).t(),
        "int64.transposed": ramp(3, 5, dtype=torch.int64).t(),
        "embed.weight": shared,
        "head.weight": shared,
    }


class Two(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(3, 2)
        self.register_buffer("mask", torch.ones(2, 2, dtype=torch.bool))
        with torch.no_grad():
            self.linear.weight.copy_(ramp(2, 3))
            self.linear.bias.copy_(ramp(2))


def checkpoint():
    """As training programs write it: weights below a key, with the words that wrappers put before names, beside an optimizer that has taken a step."""
    model = Two()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    state = collections.OrderedDict(("_orig_mod.module." + name, value.clone()) for name, value in model.state_dict().items())
    model.linear(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    return {
        "model": state,
        "optimizer": optimizer.state_dict(),
        "epoch": 3,
        "best": 1.5,
        "big": 1 << 80,
        "minus": -5,
        "done": False,
        "config": {"name": "two", "sizes": [3, 2], "shape": torch.Size([2, 3]), "device": torch.device("cpu"), "dtype": torch.float32, "bytes": None},
    }


def shards():
    state = views()
    names = sorted(state)
    parts = [names[: len(names) // 2], names[len(names) // 2:]]
    weight_map = {}
    for number, part in enumerate(parts, 1):
        file = "pytorch_model-%05d-of-%05d.bin" % (number, len(parts))
        save(file, {name: state[name].clone() for name in part})
        weight_map.update({name: file for name in part})
    with open(os.path.join(DATA, "pytorch_model.bin.index.json"), "w") as file:
        json.dump({"metadata": {"total_size": sum(t.numel() * t.element_size() for t in state.values())}, "weight_map": weight_map}, file, indent=1)


def main():
    os.makedirs(DATA, exist_ok=True)
    torch.manual_seed(0)
    save("types.bin", types())
    save("views.bin", views())
    save("module.pt", Two().state_dict())
    save("parameters.pt", {"p": Two().linear.weight})
    save("checkpoint.pt", checkpoint())
    for protocol in (3, 4):
        save("protocol-%d.pt" % protocol, checkpoint(), pickle_protocol=protocol)
    save("legacy.pt", Two().state_dict(), _use_new_zipfile_serialization=False)
    save("tensor.pt", ramp(2))
    save("whole-module.pt", torch.nn.Linear(1, 1))
    torch.jit.script(torch.nn.Linear(1, 1)).save(os.path.join(DATA, "script.pt"))
    shards()


main()
