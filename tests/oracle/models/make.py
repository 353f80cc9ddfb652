"""Regenerates all the data: python3 make.py [NAME...].

Every model is checked by itself before its numbers are written; see checks.py.
"""

import importlib
import json
import os
import sys

import torch

import checks
import tensor_file

HERE = os.path.dirname(os.path.abspath(__file__))
FAMILIES = ["gpt", "llama", "llama_heads", "gpt_neox", "bert", "distilbert", "modernbert", "encoder_heads", "t5", "bart",
            "recurrent", "multi_token", "prefix_lm", "other_forms"]


def rounded(tensor):
    """A tensor as its shape and its values in row-major order with 6 significant digits."""
    return {"shape": list(tensor.shape), "values": [float(f"{value:.6g}") for value in tensor.reshape(-1).tolist()]}


def plain(value):
    if isinstance(value, torch.Tensor):
        return float(f"{value.item():.8g}") if value.dim() == 0 else rounded(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def dump(value):
    return json.dumps(value, separators=(",", ":"))


def write_expected(path, case, outputs):
    """One key a line, so that a change shows in a comparison of versions."""
    lines = [("class", case.config["architectures"][0])]
    if case.note:
        lines.append(("note", case.note))
    lines += list(case.inputs.items())
    lines += [(key, plain(value)) for key, value in outputs.items()]
    text = "{\n" + ",\n".join(f"{dump(key)}:{dump(value)}" for key, value in lines) + "\n}\n"
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def write_case(case):
    folder = os.path.join(HERE, "data", case.name)
    os.makedirs(folder, exist_ok=True)
    write_expected(os.path.join(folder, case.expected), case, case.forward(case.weights.tensors, case.config, case.inputs))
    if case.expected != "expected.json":
        return
    for name, config in (("config.json", case.config), ("config-v5.json", case.newer_config)):
        if config is not None:
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
                json.dump(config, file, indent=2)
                file.write("\n")
    tensors = {name: tensor.to(torch.float32) for name, tensor in case.weights.tensors.items()}
    for name, tensor in tensors.items():
        assert torch.equal(tensor.to(torch.float64), case.weights.tensors[name]), name
    tensor_file.write(os.path.join(folder, "model.safetensors"), {**tensors, **case.buffers})


def main(names):
    torch.set_grad_enabled(False)
    made = 0
    for module in FAMILIES:
        family = importlib.import_module(module)
        for case in family.cases() if hasattr(family, "cases") else ():
            if names and case.name not in names:
                continue
            checks.check(case)
            write_case(case)
            made += 1
            print(f"{case.name}/{case.expected}: checked and written", flush=True)
        if not names and hasattr(family, "extras"):
            for name in family.extras(os.path.join(HERE, "data")):
                print(f"{name}: written", flush=True)
    print(f"{made} models")


if __name__ == "__main__":
    main(sys.argv[1:])
