"""Adapters of small reference models, computed by an independent implementation in PyTorch.

Each case takes a model of tests/oracle/models, draws an adapter for it, writes the adapter in PEFT's layout and what the
model computes with it. The layers are changed as the papers write it, not as the C# side computes it:

- LoRA (Hu et al. 2021): y = W x + b + s B (A x), s = alpha / rank, or alpha / sqrt(rank) (rsLoRA).
- DoRA (Liu et al. 2024, equation 5): y = W' x + b, W' = m (W + s B A) / ||W + s B A||, norms over the inputs of each row.

The weights are those of tests/oracle/models/data; nothing but PyTorch is used. Run: python3 make.py
"""

import json
import math
import os
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "models"))

import torch  # noqa: E402

import bert  # noqa: E402
import common  # noqa: E402
import gpt  # noqa: E402
import gpt_neox  # noqa: E402
import llama  # noqa: E402
import t5  # noqa: E402
import tensor_file  # noqa: E402
from make import plain  # noqa: E402

MODULES = (bert, gpt, gpt_neox, llama, t5)


class Adapter:
    """Draws the matrices of some modules of a case."""

    def __init__(self, name, case, modules, config, parts=(), conv1d=False):
        self.name, self.case, self.config, self.parts, self.conv1d = name, case, config, parts, conv1d
        self.generator = torch.Generator().manual_seed(zlib.crc32(("adapter " + name).encode("utf-8")))
        self.pairs, self.tensors = {}, {}
        for module in modules:
            weight = case.weights.tensors[module + ".weight"]
            if conv1d:
                weight = weight.T
            rank = config.get("rank_pattern", {}).get(module.split(".")[-1], config["r"])
            alpha = config.get("alpha_pattern", {}).get(module.split(".")[-1], config["lora_alpha"])
            scale = alpha / (math.sqrt(rank) if config["use_rslora"] else rank)
            a, b = self.draw(rank, weight.shape[1]), self.draw(weight.shape[0], rank)
            lengths = None
            if config["use_dora"]:
                lengths = torch.linalg.norm(weight, dim=1).to(torch.float32).to(torch.float64) * (1.0 + self.draw(weight.shape[0]))
                lengths = lengths.to(torch.float32).to(torch.float64)
                self.tensors[f"base_model.model.{module}.lora_magnitude_vector"] = lengths
            self.tensors[f"base_model.model.{module}.lora_A.weight"] = a
            self.tensors[f"base_model.model.{module}.lora_B.weight"] = b
            self.pairs[module] = (a, b, scale, lengths)

        # parts of the model that are saved with the adapter have other values than the model's own
        self.replaced = {}
        for part in parts:
            for name in case.weights.tensors:
                if name.startswith(part + "."):
                    self.replaced[name] = case.weights.tensors[name] + self.draw(*case.weights.tensors[name].shape)
                    self.tensors["base_model.model." + name] = self.replaced[name]

    def draw(self, *shape):
        return torch.randint(-600, 601, shape, generator=self.generator).to(torch.float64) / 4096.0

    def weight(self, module, weight):
        """The weight of DoRA; that of LoRA is not made."""
        a, b, scale, lengths = self.pairs[module]
        moved = weight + scale * (b @ a)
        return lengths[:, None] * moved / torch.linalg.norm(moved, dim=1, keepdim=True)

    def linear(self, x, tensors, name):
        y = self.product(x, tensors[name + ".weight"], name)
        return y + tensors[name + ".bias"] if name + ".bias" in tensors else y

    def conv(self, x, tensors, name):
        return self.product(x, tensors[name + ".weight"].T, name) + tensors[name + ".bias"]

    def product(self, x, weight, name):
        if name not in self.pairs:
            return x @ weight.T
        a, b, scale, lengths = self.pairs[name]
        return x @ weight.T + scale * ((x @ a.T) @ b.T) if lengths is None else x @ self.weight(name, weight).T

    def run(self):
        tensors = {**self.case.weights.tensors, **self.replaced}
        before = [(module, name, getattr(module, name)) for module in (*MODULES, common) for name in ("linear", "conv1d") if hasattr(module, name)]
        try:
            for module, name, _ in before:
                setattr(module, name, self.linear if name == "linear" else self.conv)
            return self.case.forward(tensors, self.case.config, self.case.inputs)
        finally:
            for module, name, function in before:
                setattr(module, name, function)

    def write(self):
        folder = os.path.join(HERE, "data", self.name)
        os.makedirs(folder, exist_ok=True)
        tensor_file.write(os.path.join(folder, "adapter_model.safetensors"), {name: tensor.to(torch.float32) for name, tensor in self.tensors.items()})
        with open(os.path.join(folder, "adapter_config.json"), "w", encoding="utf-8", newline="\n") as file:
            json.dump({**self.config, "modules_to_save": list(self.parts) or None}, file, indent=2)
            file.write("\n")
        outputs = self.run()
        without = self.case.forward(self.case.weights.tensors, self.case.config, self.case.inputs)
        assert (outputs["logits"] - without["logits"]).abs().max() > 0.01, "the adapter does nothing"
        lines = [("model", self.case.name), ("logits", outputs["logits"])]
        with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8", newline="\n") as file:
            file.write("{\n" + ",\n".join(f"{json.dumps(key)}:{json.dumps(plain(value), separators=(',', ':'))}" for key, value in lines) + "\n}\n")


class VirtualTokens:
    """Prompt tuning (Lester et al. 2021) and prefix tuning (Li and Liang 2021) of a decoder, its tokens' positions counting on after the virtual ones."""

    def __init__(self, name, case, kind, count=3):
        self.name, self.case, self.kind, self.count = name, case, kind, count
        self.generator = torch.Generator().manual_seed(zlib.crc32(("adapter " + name).encode("utf-8")))
        config = case.config
        self.layers = config.get("num_hidden_layers") or config["n_layer"]
        self.heads = config.get("num_key_value_heads") or config["n_head"]
        hidden = config.get("hidden_size") or config["n_embd"]
        self.size = hidden // (config.get("num_attention_heads") or config["n_head"])
        self.width = hidden if kind == "PROMPT_TUNING" else self.heads * self.size
        columns = hidden if kind == "PROMPT_TUNING" else self.layers * 2 * self.width
        self.rows = torch.randint(-1500, 1501, (count, columns), generator=self.generator).to(torch.float64) / 2048.0

    def prompt(self):
        """The embeddings of a Llama with the prompt's in front; the answers are those behind it."""
        inputs = dict(self.case.inputs)
        front = [[0] * self.count for _ in inputs["input_ids"]]
        inputs["input_ids"] = [a + b for a, b in zip(front, inputs["input_ids"])]
        inputs["labels"] = [a + b for a, b in zip(front, inputs["labels"])]
        if "attention_mask" in inputs:
            inputs["attention_mask"] = [[1] * self.count + row for row in inputs["attention_mask"]]
        plain_embed = llama.embed

        def embed(tensors, config, ids):
            x = plain_embed(tensors, config, ids[:, self.count:])
            return torch.cat([self.rows.expand(x.shape[0], -1, -1), x], dim=1)

        llama.embed = embed
        try:
            return self.case.forward(self.case.weights.tensors, self.case.config, inputs)["logits"][:, self.count:]
        finally:
            llama.embed = plain_embed

    def prefix(self):
        """Keys and values of each layer with the prefix's in front, as PEFT lays them out: [count, layer, keys and values, heads, size]."""
        module = llama if self.case.config["model_type"] == "llama" else gpt
        cache = self.rows.view(self.count, self.layers, 2, self.heads, self.size).permute(1, 2, 3, 0, 4)
        plain_attention, layer = module.attention, iter(range(self.layers))

        def attention(q, k, v, visible, *rest, **more):
            keys, values = cache[next(layer)]
            k = torch.cat([keys.expand(k.shape[0], -1, -1, -1), k], dim=2)
            v = torch.cat([values.expand(v.shape[0], -1, -1, -1), v], dim=2)
            seen = torch.ones(*visible.shape[:-1], self.count, dtype=torch.bool)
            return plain_attention(q, k, v, torch.cat([seen, visible], dim=-1), *rest, **more)

        tensors = dict(self.case.weights.tensors)
        if "transformer.wpe.weight" in tensors:
            tensors["transformer.wpe.weight"] = tensors["transformer.wpe.weight"][self.count:]
        plain_rope = getattr(module, "rope", None)
        module.attention = attention
        if plain_rope is not None:
            module.rope = lambda x, positions, speeds: plain_rope(x, positions + self.count, speeds)
        try:
            return self.case.forward(tensors, self.case.config, self.case.inputs)["logits"]
        finally:
            module.attention = plain_attention
            if plain_rope is not None:
                module.rope = plain_rope

    def write(self):
        folder = os.path.join(HERE, "data", self.name)
        os.makedirs(folder, exist_ok=True)
        tensor_file.write(os.path.join(folder, "adapter_model.safetensors"), {"prompt_embeddings": self.rows.to(torch.float32)})
        config = {"auto_mapping": None, "base_model_name_or_path": "../../../models/data/" + self.case.name, "inference_mode": True,
                  "num_attention_heads": self.heads, "num_layers": self.layers, "num_transformer_submodules": 1,
                  "num_virtual_tokens": self.count, "peft_type": self.kind, "revision": None, "task_type": "CAUSAL_LM",
                  "token_dim": self.width}
        with open(os.path.join(folder, "adapter_config.json"), "w", encoding="utf-8", newline="\n") as file:
            json.dump(config, file, indent=2)
            file.write("\n")
        logits = self.prompt() if self.kind == "PROMPT_TUNING" else self.prefix()
        without = self.case.forward(self.case.weights.tensors, self.case.config, self.case.inputs)["logits"]
        assert (logits - without).abs().max() > 0.01, "the adapter does nothing"
        lines = [("model", self.case.name), ("logits", logits)]
        with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8", newline="\n") as file:
            file.write("{\n" + ",\n".join(f"{json.dumps(key)}:{json.dumps(plain(value), separators=(',', ':'))}" for key, value in lines) + "\n}\n")


def settings(case, targets, rank=3, alpha=6.0, dora=False, stabilized=False, task="CAUSAL_LM", **more):
    return {"alpha_pattern": {}, "auto_mapping": None, "base_model_name_or_path": "../../../models/data/" + case, "bias": "none",
            "fan_in_fan_out": False, "inference_mode": True, "init_lora_weights": True, "layers_pattern": None,
            "layers_to_transform": None, "lora_alpha": alpha, "lora_dropout": 0.05, "peft_type": "LORA", "r": rank,
            "rank_pattern": {}, "revision": None, "target_modules": targets, "task_type": task, "use_dora": dora,
            "use_rslora": stabilized, **more}


def modules_of(case, ends):
    names = [name[:-len(".weight")] for name in case.weights.tensors if name.endswith(".weight")]
    return [name for name in names if any(name.endswith("." + end) for end in ends)]


def find(module, name):
    return next(case for case in module.cases() if case.name == name)


def adapters():
    all_llama = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    case = find(llama, "llama")
    yield Adapter("llama-lora", case, modules_of(case, all_llama), settings("llama", all_llama))
    yield Adapter("llama-rslora-qv", case, modules_of(case, ["q_proj", "v_proj"]),
                  settings("llama", ["q_proj", "v_proj"], rank=4, stabilized=True, rank_pattern={"v_proj": 2}, alpha_pattern={"v_proj": 5.0}))
    yield Adapter("llama-dora", case, modules_of(case, ["q_proj", "v_proj", "up_proj", "down_proj"]),
                  settings("llama", ["q_proj", "v_proj", "up_proj", "down_proj"], dora=True))

    case = find(gpt, "gpt2")
    conv = ["attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj"]
    yield Adapter("gpt2-lora", case, modules_of(case, conv), settings("gpt2", ["c_attn", "c_proj", "c_fc"], fan_in_fan_out=True), conv1d=True)
    yield Adapter("gpt2-dora", case, modules_of(case, conv[:1]), settings("gpt2", ["c_attn"], fan_in_fan_out=True, dora=True), conv1d=True)

    case = find(gpt_neox, "gpt-neox")
    yield Adapter("gpt-neox-dora", case, modules_of(case, ["query_key_value", "dense"]), settings("gpt-neox", ["query_key_value", "dense"], dora=True))

    case = find(bert, "bert")
    kinds = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense"]
    yield Adapter("bert-lora", case, modules_of(case, kinds), settings("bert", kinds, task=None))
    yield Adapter("bert-dora", case, modules_of(case, kinds), settings("bert", kinds, task=None, dora=True))

    case = find(bert, "bert-sequence-classification")
    yield Adapter("bert-lora-classifier", case, modules_of(case, ["query", "value"]),
                  settings("bert-sequence-classification", ["query", "value"], task="SEQ_CLS"), parts=("bert.pooler.dense", "classifier"))

    yield VirtualTokens("llama-prompt", find(llama, "llama"), "PROMPT_TUNING")
    yield VirtualTokens("llama-prefix", find(llama, "llama"), "PREFIX_TUNING")
    yield VirtualTokens("gpt2-prefix", find(gpt, "gpt2"), "PREFIX_TUNING")

    case = find(t5, "t5")
    yield Adapter("t5-lora", case, modules_of(case, ["q", "v", "wo"]), settings("t5", ["q", "v", "wo"], task="SEQ_2_SEQ_LM"))


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    for adapter in adapters():
        adapter.write()
        print(adapter.name)
