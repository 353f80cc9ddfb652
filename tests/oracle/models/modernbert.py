"""ModernBERT, from Warner et al. 2024: norms first, no biases, gated feed-forward, rotary positions, local and global
layers by turns."""

import torch

from common import (ACTIVATIONS, Case, Weights, attention, cross_entropy, everything, layer_norm, linear, merge_heads,
                    only_real, pad_right, rope, rope_frequencies, token_ids)

V, T = 61, 24


def is_global(config, layer):
    return layer % config["global_attn_every_n_layers"] == 0


def self_attention(x, tensors, name, config, layer, mask):
    batch, time, hidden = x.shape
    heads = config["num_attention_heads"]
    fused = linear(x, tensors, name + "Wqkv").view(batch, time, 3, heads, hidden // heads)
    q, k, v = (fused[:, :, part].transpose(1, 2) for part in range(3))
    visible = everything(time, time)
    base = config["global_rope_theta"]
    if not is_global(config, layer):
        base = config["local_rope_theta"]
        places = torch.arange(time)
        # half the window on each side, both ends included
        visible = ((places[:, None] - places[None, :]).abs() <= config["local_attention"] // 2)[None, None]
    speeds = rope_frequencies(hidden // heads, base)
    places = torch.arange(time)
    q, k = rope(q, places, speeds), rope(k, places, speeds)
    mixed = attention(q, k, v, only_real(visible, mask), (hidden // heads) ** -0.5)
    return linear(merge_heads(mixed), tensors, name + "Wo")


def masked(tensors, config, inputs):
    ids = torch.tensor(inputs["input_ids"])
    eps = config["norm_eps"]
    activation = ACTIVATIONS[config["hidden_activation"]]
    x = layer_norm(tensors["model.embeddings.tok_embeddings.weight"][ids], tensors, "model.embeddings.norm", eps)
    states = [x]
    for layer in range(config["num_hidden_layers"]):
        name = f"model.layers.{layer}."
        # the embeddings are normed already: the first layer has no norm before its attention
        normed = x if layer == 0 else layer_norm(x, tensors, name + "attn_norm", eps)
        x = x + self_attention(normed, tensors, name + "attn.", config, layer, inputs.get("attention_mask"))
        acted, gate = linear(layer_norm(x, tensors, name + "mlp_norm", eps), tensors, name + "mlp.Wi").chunk(2, dim=-1)
        x = x + linear(activation(acted) * gate, tensors, name + "mlp.Wo")
        states.append(x)
    final = layer_norm(x, tensors, "model.final_norm", eps)
    headed = ACTIVATIONS[config["classifier_activation"]](linear(final, tensors, "head.dense"))
    headed = layer_norm(headed, tensors, "head.norm", eps)
    logits = headed @ tensors["model.embeddings.tok_embeddings.weight"].T + tensors["decoder.bias"]
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def cases():
    hidden, inner, layers = 32, 24, 4
    w = Weights("modernbert")
    w.matrix("model.embeddings.tok_embeddings.weight", V, hidden)
    w.norm("model.embeddings.norm.weight", hidden)
    for layer in range(layers):
        part = f"model.layers.{layer}."
        if layer > 0:
            w.norm(part + "attn_norm.weight", hidden)
        w.linear(part + "attn.Wqkv", 3 * hidden, hidden, bias=False)
        w.linear(part + "attn.Wo", hidden, hidden, bias=False)
        w.norm(part + "mlp_norm.weight", hidden)
        w.linear(part + "mlp.Wi", 2 * inner, hidden, bias=False)
        w.linear(part + "mlp.Wo", hidden, inner, bias=False)
    w.norm("model.final_norm.weight", hidden)
    w.linear("head.dense", hidden, hidden, bias=False)
    w.norm("head.norm.weight", hidden)
    w.bias("decoder.bias", V)
    config = {"architectures": ["ModernBertForMaskedLM"], "attention_bias": False, "attention_dropout": 0.0,
              "bos_token_id": 57, "classifier_activation": "gelu", "classifier_bias": False,
              "classifier_dropout": 0.0, "classifier_pooling": "mean", "cls_token_id": 57, "decoder_bias": True,
              "deterministic_flash_attn": False, "embedding_dropout": 0.0, "eos_token_id": 58,
              "global_attn_every_n_layers": 3, "global_rope_theta": 160000.0, "gradient_checkpointing": False,
              "hidden_activation": "gelu", "hidden_size": hidden, "initializer_cutoff_factor": 2.0,
              "initializer_range": 0.02, "intermediate_size": inner, "layer_norm_eps": 1e-05, "local_attention": 8,
              "local_rope_theta": 10000.0, "max_position_embeddings": T, "mlp_bias": False, "mlp_dropout": 0.0,
              "model_type": "modernbert", "norm_bias": False, "norm_eps": 1e-05, "num_attention_heads": 4,
              "num_hidden_layers": layers, "pad_token_id": 59, "position_embedding_type": "absolute",
              "repad_logits_with_grad": False, "sep_token_id": 58, "sparse_pred_ignore_index": -100,
              "sparse_prediction": False, "tie_word_embeddings": True, "torch_dtype": "float32",
              "transformers_version": "4.48.0", "vocab_size": V}
    ids, mask = pad_right(token_ids("modernbert", 2, 12, 0, 57), (12, 9), 59)
    answers = token_ids("modernbert answers", 2, 12, 0, 57)
    labels = [[answer if at in places else -100 for at, answer in enumerate(row)]
              for row, places in zip(answers, ({0, 5, 11}, {2, 8}))]
    yield Case("modernbert", config, w, {"input_ids": ids, "attention_mask": mask, "labels": labels}, masked,
               note="Layers 0 and 3 are global; 1 and 2 see 4 positions to each side. The decoder is tied, with a bias.")
