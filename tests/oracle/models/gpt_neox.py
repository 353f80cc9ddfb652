"""GPT-NeoX and Pythia, from Black et al. 2022: parallel residual, rotary positions on a part of each head."""

import torch

from common import (ACTIVATIONS, Case, Weights, attention, causal, labels_of, layer_norm, linear, merge_heads,
                    next_token_loss, only_real, pad_right, rope, rope_frequencies, token_ids)

V, T = 61, 24


def self_attention(x, tensors, name, config, mask):
    batch, time, hidden = x.shape
    heads = config["num_attention_heads"]
    size = hidden // heads
    # each head's query, key and value lie together: [heads, 3, size]
    fused = linear(x, tensors, name + "query_key_value").view(batch, time, heads, 3, size)
    q, k, v = (fused[..., part, :].transpose(1, 2) for part in range(3))
    speeds = rope_frequencies(int(size * config["rotary_pct"]), config["rotary_emb_base"])
    positions = torch.arange(time)
    q, k = rope(q, positions, speeds), rope(k, positions, speeds)
    visible = only_real(causal(time), mask)
    return linear(merge_heads(attention(q, k, v, visible, size ** -0.5)), tensors, name + "dense")


def feed_forward(x, tensors, name, config):
    return linear(ACTIVATIONS[config["hidden_act"]](linear(x, tensors, name + "dense_h_to_4h")), tensors,
                  name + "dense_4h_to_h")


def language_model(tensors, config, inputs):
    ids = torch.tensor(inputs["input_ids"])
    eps = config["layer_norm_eps"]
    x = tensors["gpt_neox.embed_in.weight"][ids]
    states = [x]
    for layer in range(config["num_hidden_layers"]):
        name = f"gpt_neox.layers.{layer}."
        normed = layer_norm(x, tensors, name + "input_layernorm", eps)
        attended = self_attention(normed, tensors, name + "attention.", config, inputs.get("attention_mask"))
        into = x if config["use_parallel_residual"] else x + attended
        widened = feed_forward(layer_norm(into, tensors, name + "post_attention_layernorm", eps), tensors,
                               name + "mlp.", config)
        x = x + attended + widened
        states.append(x)
    final = layer_norm(x, tensors, "gpt_neox.final_layer_norm", eps)
    logits = linear(final, tensors, "embed_out")
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": next_token_loss(logits, inputs["labels"])}


def build(name, parallel, rotary, hidden, heads, inner, buffers):
    w = Weights(name)
    w.matrix("gpt_neox.embed_in.weight", V, hidden)
    extra = {}
    for layer in range(2):
        part = f"gpt_neox.layers.{layer}."
        w.layer_norm(part + "input_layernorm", hidden)
        w.layer_norm(part + "post_attention_layernorm", hidden)
        w.linear(part + "attention.query_key_value", 3 * hidden, hidden)
        w.linear(part + "attention.dense", hidden, hidden)
        w.linear(part + "mlp.dense_h_to_4h", inner, hidden)
        w.linear(part + "mlp.dense_4h_to_h", hidden, inner)
        if buffers:
            extra[part + "attention.bias"] = torch.tril(torch.ones(1, 1, T, T, dtype=torch.bool))
            extra[part + "attention.masked_bias"] = torch.tensor(-1e9, dtype=torch.float32)
            extra[part + "attention.rotary_emb.inv_freq"] = rope_frequencies(
                int(hidden // heads * rotary), 10000.0).to(torch.float32)
    w.layer_norm("gpt_neox.final_layer_norm", hidden)
    w.matrix("embed_out.weight", V, hidden)
    config = {"architectures": ["GPTNeoXForCausalLM"], "attention_bias": True, "attention_dropout": 0.0,
              "bos_token_id": 0, "classifier_dropout": 0.1, "eos_token_id": 0, "hidden_act": "gelu",
              "hidden_dropout": 0.0, "hidden_size": hidden, "initializer_range": 0.02, "intermediate_size": inner,
              "layer_norm_eps": 1e-05, "max_position_embeddings": T, "model_type": "gpt_neox",
              "num_attention_heads": heads, "num_hidden_layers": 2, "rope_scaling": None, "rotary_emb_base": 10000,
              "rotary_pct": rotary, "tie_word_embeddings": False, "torch_dtype": "float32",
              "transformers_version": "4.46.0", "use_cache": True, "use_parallel_residual": parallel, "vocab_size": V}
    ids, mask = pad_right(token_ids(name, 2, 10, 1, V), (10, 7), 0)
    w.quiet("gpt_neox.embed_in.weight", ids[0][2])
    return Case(name, config, w, {"input_ids": ids, "attention_mask": mask, "labels": labels_of(ids, mask)},
                language_model, causal=True, buffers=extra,
                note="The buffers attention.bias, masked_bias and rotary_emb.inv_freq of older checkpoints are in the "
                     "file and mean nothing." if buffers else "")


def cases():
    yield build("gpt-neox", True, 0.25, 32, 2, 40, False)
    yield build("gpt-neox-serial", False, 0.5, 16, 2, 24, True)
