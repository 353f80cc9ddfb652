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


def encode(tensors, config, inputs):
    """The states before the first layer and after each, and the final norm's output."""
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
    return states, layer_norm(x, tensors, "model.final_norm", eps)


def head(x, tensors, config):
    x = ACTIVATIONS[config["classifier_activation"]](linear(x, tensors, "head.dense"))
    return layer_norm(x, tensors, "head.norm", config["norm_eps"])


def masked(tensors, config, inputs):
    states, final = encode(tensors, config, inputs)
    logits = head(final, tensors, config) @ tensors["model.embeddings.tok_embeddings.weight"].T
    logits = logits + tensors["decoder.bias"]
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def sequence(tensors, config, inputs):
    """The mean over real tokens, or the first token, through the head and a linear layer with bias."""
    states, final = encode(tensors, config, inputs)
    if config["classifier_pooling"] == "mean":
        mask = torch.tensor(inputs["attention_mask"], dtype=final.dtype)
        pool = (final * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    else:
        pool = final[:, 0]
    logits = linear(head(pool, tensors, config), tensors, "classifier")
    return {"hidden_states": states, "final_hidden": final, "pooled": pool, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def draw(name, hidden, inner, layers, head_std=0.2):
    w = Weights(name)
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
    w.linear("head.dense", hidden, hidden, bias=False, std=head_std)
    w.norm("head.norm.weight", hidden)
    return w


def config_of(architecture, hidden, inner, layers, heads, **more):
    return {"architectures": [architecture], "attention_bias": False, "attention_dropout": 0.0,
            "bos_token_id": 57, "classifier_activation": "gelu", "classifier_bias": False,
            "classifier_dropout": 0.0, "classifier_pooling": "mean", "cls_token_id": 57, "decoder_bias": True,
            "deterministic_flash_attn": False, "embedding_dropout": 0.0, "eos_token_id": 58,
            "global_attn_every_n_layers": 3, "global_rope_theta": 160000.0, "gradient_checkpointing": False,
            "hidden_activation": "gelu", "hidden_size": hidden, "initializer_cutoff_factor": 2.0,
            "initializer_range": 0.02, "intermediate_size": inner, "layer_norm_eps": 1e-05, "local_attention": 8,
            "local_rope_theta": 10000.0, "max_position_embeddings": T, "mlp_bias": False, "mlp_dropout": 0.0,
            "model_type": "modernbert", "norm_bias": False, "norm_eps": 1e-05, "num_attention_heads": heads,
            "num_hidden_layers": layers, "pad_token_id": 59, "position_embedding_type": "absolute",
            "repad_logits_with_grad": False, "sep_token_id": 58, "sparse_pred_ignore_index": -100,
            "sparse_prediction": False, "tie_word_embeddings": True, "torch_dtype": "float32",
            "transformers_version": "4.48.0", "vocab_size": V, **more}


def newer(config):
    """The keys of transformers 5: dtype, layer_types, rope_parameters by kind of layer."""
    old = ("torch_dtype", "global_rope_theta", "local_rope_theta", "transformers_version", "layer_norm_eps",
           "position_embedding_type", "gradient_checkpointing", "repad_logits_with_grad")
    kept = {key: value for key, value in config.items() if key not in old}
    kinds = ["full_attention" if is_global(config, layer) else "sliding_attention"
             for layer in range(config["num_hidden_layers"])]
    return {**kept, "dtype": "float32", "layer_types": kinds, "transformers_version": "5.0.0",
            "rope_parameters": {"full_attention": {"rope_theta": config["global_rope_theta"], "rope_type": "default"},
                                "sliding_attention": {"rope_theta": config["local_rope_theta"],
                                                      "rope_type": "default"}}}


def cases():
    w = draw("modernbert", 32, 24, 4)
    w.bias("decoder.bias", V)
    config = config_of("ModernBertForMaskedLM", 32, 24, 4, 4)
    ids, mask = pad_right(token_ids("modernbert", 2, 12, 0, 57), (12, 9), 59)
    answers = token_ids("modernbert answers", 2, 12, 0, 57)
    labels = [[answer if at in places else -100 for at, answer in enumerate(row)]
              for row, places in zip(answers, ({0, 5, 11}, {2, 8}))]
    w.quiet("model.embeddings.tok_embeddings.weight", ids[0][2])
    yield Case("modernbert", config, w, {"input_ids": ids, "attention_mask": mask, "labels": labels}, masked,
               inert=("layer_norm_eps", "classifier_pooling"), newer_config=newer(config),
               note="Layers 0 and 3 are global; 1 and 2 see 4 positions to each side. The decoder is tied, with a bias.")

    w = draw("modernbert-sequence-classification", 16, 12, 3, head_std=0.9)
    w.linear("classifier", 3, 16)
    config = config_of("ModernBertForSequenceClassification", 16, 12, 3, 2,
                       id2label={"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"},
                       label2id={"LABEL_0": 0, "LABEL_1": 1, "LABEL_2": 2})
    ids, mask = pad_right(token_ids("modernbert sequence", 2, 10, 0, 57), (10, 7), 59)
    w.quiet("model.embeddings.tok_embeddings.weight", ids[0][2])
    yield Case("modernbert-sequence-classification", config, w,
               {"input_ids": ids, "attention_mask": mask, "labels": [0, 2]}, sequence, inert=("layer_norm_eps",),
               note="classifier_pooling mean: over the tokens whose mask is 1, before the head. classifier has a bias.")
