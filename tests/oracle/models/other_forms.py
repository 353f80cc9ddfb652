"""The weights of `gpt2` in other forms: the names of the published GPT-2 files, and PyTorch's own files.

expected.json of `gpt2` holds for all of them, but for legacy.bin, which has the weights of
`gpt2-sequence-classification` in half precision.
"""

import json
import os
import pickle
import struct

import torch

import gpt
import tensor_file


def module_of(tensors, buffers):
    """A module whose state dictionary has these names, so that the file looks as a saved model does."""
    root = torch.nn.Module()
    for name, tensor in {**tensors, **buffers}.items():
        *path, leaf = name.split(".")
        at = root
        for part in path:
            if not hasattr(at, part):
                at.add_module(part, torch.nn.Module())
            at = getattr(at, part)
        if name in buffers:
            at.register_buffer(leaf, tensor)
        else:
            at.register_parameter(leaf, torch.nn.Parameter(tensor))
    return root


def save_legacy(state, path):
    """The form of torch.save before PyTorch 1.6: pickles one after another, then the storages.

    torch.save names storages by their addresses, so that its bytes differ each time; here they are numbered.
    """
    keys = {}
    storages = []

    class Pickler(pickle.Pickler):
        def persistent_id(self, item):
            if not isinstance(item, torch.storage.TypedStorage):
                return None
            if item.data_ptr() not in keys:
                keys[item.data_ptr()] = str(10000 + len(keys))
                storages.append(item)
            return "storage", torch.HalfStorage, keys[item.data_ptr()], "cpu", item.size(), None

    with open(path, "wb") as file:
        pickle.dump(0x1950a86a20f9469cfc6c, file, protocol=2)
        pickle.dump(1001, file, protocol=2)
        pickle.dump({"protocol_version": 1001, "little_endian": True,
                     "type_sizes": {"short": 2, "int": 4, "long": 4}}, file, protocol=2)
        Pickler(file, protocol=2).dump(state)
        pickle.dump(list(keys.values()), file, protocol=2)
        for storage in storages:
            file.write(struct.pack("<q", storage.size()))
            file.write(bytes(storage.untyped() if hasattr(storage, "untyped") else storage._untyped()))
    loaded = torch.load(path)
    assert list(loaded) == list(state) and all(torch.equal(loaded[name], state[name]) for name in state)


def write_config(folder, config):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(config, file, indent=2)
        file.write("\n")


def extras(data):
    made = {case.name: case for case in gpt.cases()}
    case = made["gpt2"]
    single = {name: tensor.to(torch.float32) for name, tensor in case.weights.tensors.items()}
    triangle = torch.tril(torch.ones(1, 1, gpt.T, gpt.T))
    prefix = "transformer."

    # as the published GPT-2: no prefix, and the causal mask as a buffer
    bare = {name[len(prefix):]: tensor for name, tensor in single.items()}
    folder = os.path.join(data, "gpt2-bare")
    write_config(folder, case.config)
    tensor_file.write(os.path.join(folder, "model.safetensors"),
                      {**bare, **{f"h.{layer}.attn.bias": triangle for layer in range(2)}})
    yield "gpt2-bare"

    # as saved by torch.save: the tied head is a second name of the same storage, masks are bytes
    folder = os.path.join(data, "gpt2-bin")
    write_config(folder, case.config)
    buffers = {}
    for layer in range(2):
        buffers[f"transformer.h.{layer}.attn.bias"] = triangle.to(torch.uint8)
        buffers[f"transformer.h.{layer}.attn.masked_bias"] = torch.tensor(-1e4)
    module = module_of(single, buffers)
    module.add_module("lm_head", torch.nn.Module())
    module.lm_head.register_parameter("weight", module.transformer.wte.weight)
    torch.save(module.state_dict(), os.path.join(folder, "pytorch_model.bin"))
    half = {name: tensor.to(torch.float16) for name, tensor in made["gpt2-sequence-classification"].weights.tensors.items()}
    save_legacy(module_of(half, {}).state_dict(), os.path.join(folder, "legacy.bin"))
    yield "gpt2-bin"
