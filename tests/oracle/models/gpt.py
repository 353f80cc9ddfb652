"""GPT-1 (openai-gpt) and GPT-2, from Radford et al. 2018 and 2019."""

import torch

from common import (ACTIVATIONS, Case, Weights, attention, causal, conv1d, cross_entropy, gelu_tanh, labels_of,
                    layer_norm, merge_heads, next_token_loss, only_real, pad_right, split_heads, token_ids)

V, T = 61, 24


def self_attention(x, tensors, name, heads, mask):
    q, k, v = conv1d(x, tensors, name + ".c_attn").chunk(3, dim=-1)
    q, k, v = (split_heads(part, heads) for part in (q, k, v))
    visible = only_real(causal(x.shape[1]), mask)
    return conv1d(merge_heads(attention(q, k, v, visible, q.shape[-1] ** -0.5)), tensors, name + ".c_proj")


def gpt2_trunk(tensors, config, inputs, prefix="transformer."):
    ids = torch.tensor(inputs["input_ids"])
    eps = config["layer_norm_epsilon"]
    activation = ACTIVATIONS[config["activation_function"]]
    x = tensors[prefix + "wte.weight"][ids] + tensors[prefix + "wpe.weight"][: ids.shape[1]]
    states = [x]
    for layer in range(config["n_layer"]):
        name = f"{prefix}h.{layer}."
        normed = layer_norm(x, tensors, name + "ln_1", eps)
        x = x + self_attention(normed, tensors, name + "attn", config["n_head"], inputs.get("attention_mask"))
        normed = layer_norm(x, tensors, name + "ln_2", eps)
        x = x + conv1d(activation(conv1d(normed, tensors, name + "mlp.c_fc")), tensors, name + "mlp.c_proj")
        states.append(x)
    return states, layer_norm(x, tensors, prefix + "ln_f", eps)


def gpt2_language_model(tensors, config, inputs):
    states, final = gpt2_trunk(tensors, config, inputs)
    logits = final @ tensors["transformer.wte.weight"].T
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": next_token_loss(logits, inputs["labels"])}


def last_real_position(ids, pad):
    """The place of the last token of each row that is not padding."""
    return [max(at for at, token in enumerate(row) if token != pad) for row in ids]


def gpt2_classifier(tensors, config, inputs):
    states, final = gpt2_trunk(tensors, config, inputs)
    scores = final @ tensors["score.weight"].T
    last = last_real_position(inputs["input_ids"], config["pad_token_id"])
    logits = scores[torch.arange(len(last)), torch.tensor(last)]
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def gpt1_trunk(tensors, config, inputs, prefix=""):
    """Norms after the sums; `afn` "gelu" means the tanh form here."""
    ids = torch.tensor(inputs["input_ids"])
    eps = config["layer_norm_epsilon"]
    x = tensors[prefix + "tokens_embed.weight"][ids] + tensors[prefix + "positions_embed.weight"][: ids.shape[1]]
    states = [x]
    for layer in range(config["n_layer"]):
        name = f"{prefix}h.{layer}."
        attended = self_attention(x, tensors, name + "attn", config["n_head"], inputs.get("attention_mask"))
        x = layer_norm(x + attended, tensors, name + "ln_1", eps)
        widened = gelu_tanh(conv1d(x, tensors, name + "mlp.c_fc"))
        x = layer_norm(x + conv1d(widened, tensors, name + "mlp.c_proj"), tensors, name + "ln_2", eps)
        states.append(x)
    return states


def gpt1_language_model(tensors, config, inputs):
    states = gpt1_trunk(tensors, config, inputs)
    x = states[-1]
    logits = x @ tensors["tokens_embed.weight"].T
    return {"hidden_states": states, "final_hidden": x, "logits": logits,
            "loss": next_token_loss(logits, inputs["labels"])}


def gpt1_classifier(tensors, config, inputs):
    states = gpt1_trunk(tensors, config, inputs, "transformer.")
    scores = states[-1] @ tensors["score.weight"].T
    last = last_real_position(inputs["input_ids"], config["pad_token_id"])
    logits = scores[torch.arange(len(last)), torch.tensor(last)]
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def draw_blocks(w, prefix, layers, hidden, inner):
    for layer in range(layers):
        name = f"{prefix}h.{layer}."
        w.layer_norm(name + "ln_1", hidden)
        w.conv1d(name + "attn.c_attn", hidden, 3 * hidden)
        w.conv1d(name + "attn.c_proj", hidden, hidden)
        w.layer_norm(name + "ln_2", hidden)
        w.conv1d(name + "mlp.c_fc", hidden, inner)
        w.conv1d(name + "mlp.c_proj", inner, hidden)


SUMMARY = {"summary_activation": None, "summary_first_dropout": 0.1, "summary_proj_to_labels": True,
           "summary_type": "cls_index", "summary_use_proj": True}


def gpt2_config(architecture, hidden, heads, layers, inner, **more):
    return {"activation_function": "gelu_new", "architectures": [architecture], "attn_pdrop": 0.1,
            "bos_token_id": 60, "embd_pdrop": 0.1, "eos_token_id": 60, "initializer_range": 0.02,
            "layer_norm_epsilon": 1e-05, "model_type": "gpt2", "n_ctx": T, "n_embd": hidden, "n_head": heads,
            "n_inner": inner, "n_layer": layers, "n_positions": T, "reorder_and_upcast_attn": False,
            "resid_pdrop": 0.1, "scale_attn_by_inverse_layer_idx": False, "scale_attn_weights": True, **SUMMARY,
            "torch_dtype": "float32", "transformers_version": "4.46.0", "use_cache": True, "vocab_size": V, **more}


def quiet_first_norm(w, token, prefix=""):
    """Makes the input of the first norm small at the first token, which attends to itself alone: x + V x W + b = small.

    In GPT-1 no norm stands right after the embeddings, so the bias of the first output projection is chosen.
    """
    x = w.tensors[prefix + "tokens_embed.weight"][token] + w.tensors[prefix + "positions_embed.weight"][0]
    value = conv1d(x, w.tensors, prefix + "h.0.attn.c_attn").chunk(3, dim=-1)[2]
    name = prefix + "h.0.attn.c_proj."
    wanted = -(x + value @ w.tensors[name + "weight"])
    small = torch.randint(-64, 65, x.shape, generator=w.generator).to(torch.float64)
    w.tensors[name + "bias"] = (torch.round(wanted * 4096.0) + small) / 4096.0


def gpt1_config(architecture, hidden, heads, layers, **more):
    return {"afn": "gelu", "architectures": [architecture], "attn_pdrop": 0.1, "embd_pdrop": 0.1,
            "initializer_range": 0.02, "layer_norm_epsilon": 1e-05, "model_type": "openai-gpt", "n_ctx": T,
            "n_embd": hidden, "n_head": heads, "n_layer": layers, "n_positions": T, "n_special": 0,
            "predict_special_tokens": True, "resid_pdrop": 0.1, **SUMMARY, "torch_dtype": "float32",
            "transformers_version": "4.46.0", "vocab_size": V, **more}


def draw_gpt2(name, hidden, layers, inner):
    w = Weights(name)
    w.matrix("transformer.wte.weight", V, hidden)
    w.matrix("transformer.wpe.weight", T, hidden)
    draw_blocks(w, "transformer.", layers, hidden, inner)
    w.layer_norm("transformer.ln_f", hidden)
    return w


def cases():
    ids, mask = pad_right(token_ids("gpt2", 2, 10, 0, 60), (10, 7), 60)
    w = draw_gpt2("gpt2", 32, 2, 48)
    w.quiet("transformer.wte.weight", ids[0][2], w.tensors["transformer.wpe.weight"][2])
    yield Case("gpt2", gpt2_config("GPT2LMHeadModel", 32, 4, 2, 48), w,
               {"input_ids": ids, "attention_mask": mask, "labels": labels_of(ids, mask)}, gpt2_language_model,
               causal=True, note="lm_head is tied to transformer.wte.weight and not stored.")

    w = draw_gpt2("gpt2-sequence-classification", 16, 2, 64)
    w.matrix("score.weight", 3, 16)
    config = gpt2_config("GPT2ForSequenceClassification", 16, 2, 2, None, pad_token_id=59,
                         id2label={"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"},
                         label2id={"LABEL_0": 0, "LABEL_1": 1, "LABEL_2": 2})
    ids, mask = pad_right(token_ids("gpt2 classes", 2, 9, 0, 59), (9, 6), 59)
    w.quiet("transformer.wte.weight", ids[0][2], w.tensors["transformer.wpe.weight"][2])
    yield Case("gpt2-sequence-classification", config, w,
               {"input_ids": ids, "attention_mask": mask, "labels": [2, 0]}, gpt2_classifier,
               note="n_inner is null, so 4 * n_embd. logits are those at the last token that is not pad_token_id.")

    w = Weights("openai-gpt")
    w.matrix("tokens_embed.weight", V, 20)
    w.matrix("positions_embed.weight", T, 20)
    draw_blocks(w, "", 2, 20, 80)
    ids = token_ids("openai-gpt", 2, 9, 0, V)
    quiet_first_norm(w, ids[0][0])
    yield Case("openai-gpt", gpt1_config("OpenAIGPTLMHeadModel", 20, 4, 2), w,
               {"input_ids": ids, "labels": labels_of(ids)}, gpt1_language_model, causal=True,
               note="No norm after the last layer: final_hidden is the last hidden state. Tied to tokens_embed.weight.")

    name = "openai-gpt-sequence-classification"
    w = Weights(name)
    w.matrix("transformer.tokens_embed.weight", V, 12)
    w.matrix("transformer.positions_embed.weight", T, 12)
    draw_blocks(w, "transformer.", 2, 12, 48)
    w.matrix("score.weight", 2, 12)
    ids, mask = pad_right(token_ids(name, 2, 8, 0, 59), (8, 5), 59)
    quiet_first_norm(w, ids[0][0], "transformer.")
    yield Case(name, gpt1_config("OpenAIGPTForSequenceClassification", 12, 2, 2, pad_token_id=59), w,
               {"input_ids": ids, "attention_mask": mask, "labels": [1, 0]}, gpt1_classifier,
               note="Names with the prefix transformer. Two labels, the default. logits at the last token that is not "
                    "pad_token_id: where [EXTRACT] stands.")
