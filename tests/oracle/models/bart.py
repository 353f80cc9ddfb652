"""BART, from Lewis et al. 2019: an encoder-decoder with norms after the sums and learned positions from 2 on."""

import torch

from common import (ACTIVATIONS, Case, Weights, attention, causal, cross_entropy, everything, layer_norm, linear,
                    merge_heads, only_real, pad_right, split_heads, token_ids)

V, T, EPS, OFFSET = 61, 24, 1e-05, 2


def attend(x, memory, tensors, name, heads, visible):
    q = split_heads(linear(x, tensors, name + ".q_proj"), heads)
    k = split_heads(linear(memory, tensors, name + ".k_proj"), heads)
    v = split_heads(linear(memory, tensors, name + ".v_proj"), heads)
    mixed = attention(q, k, v, visible, q.shape[-1] ** -0.5)
    return linear(merge_heads(mixed), tensors, name + ".out_proj")


def stack(ids, tensors, side, config, visible, memory=None, memory_visible=None):
    name = f"model.{side}."
    heads = config[side + "_attention_heads"]
    scale = config["d_model"] ** 0.5 if config["scale_embedding"] else 1.0
    x = tensors["model.shared.weight"][ids] * scale
    x = x + tensors[name + "embed_positions.weight"][OFFSET: OFFSET + ids.shape[1]]
    x = layer_norm(x, tensors, name + "layernorm_embedding", EPS)
    states = [x]
    for layer in range(config[side + "_layers"]):
        part = f"{name}layers.{layer}."
        x = layer_norm(x + attend(x, x, tensors, part + "self_attn", heads, visible), tensors,
                       part + "self_attn_layer_norm", EPS)
        if memory is not None:
            x = layer_norm(x + attend(x, memory, tensors, part + "encoder_attn", heads, memory_visible), tensors,
                           part + "encoder_attn_layer_norm", EPS)
        widened = ACTIVATIONS[config["activation_function"]](linear(x, tensors, part + "fc1"))
        x = layer_norm(x + linear(widened, tensors, part + "fc2"), tensors, part + "final_layer_norm", EPS)
        states.append(x)
    return states


def conditional_generation(tensors, config, inputs):
    source, target = torch.tensor(inputs["input_ids"]), torch.tensor(inputs["decoder_input_ids"])
    mask = inputs.get("attention_mask")
    seen = only_real(everything(source.shape[1], source.shape[1]), mask)
    encoder_states = stack(source, tensors, "encoder", config, seen)
    seen = only_real(everything(target.shape[1], source.shape[1]), mask)
    states = stack(target, tensors, "decoder", config, causal(target.shape[1]), encoder_states[-1], seen)
    logits = states[-1] @ tensors["model.shared.weight"].T + tensors["final_logits_bias"]
    return {"encoder_hidden_states": encoder_states, "encoder_final_hidden": encoder_states[-1],
            "hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def cases():
    width, inner = 24, 32
    w = Weights("bart")
    w.matrix("model.shared.weight", V, width)
    for side in ("encoder", "decoder"):
        w.matrix(f"model.{side}.embed_positions.weight", T + OFFSET, width)
        w.layer_norm(f"model.{side}.layernorm_embedding", width)
        for layer in range(2):
            part = f"model.{side}.layers.{layer}."
            blocks = ["self_attn"] if side == "encoder" else ["self_attn", "encoder_attn"]
            for block in blocks:
                for which in ("k_proj", "v_proj", "q_proj", "out_proj"):
                    w.linear(f"{part}{block}.{which}", width, width)
                w.layer_norm(f"{part}{block}_layer_norm", width)
            w.linear(part + "fc1", inner, width)
            w.linear(part + "fc2", width, inner)
            w.layer_norm(part + "final_layer_norm", width)
    w.matrix("final_logits_bias", 1, V)
    config = {"activation_dropout": 0.1, "activation_function": "gelu", "architectures":
              ["BartForConditionalGeneration"], "attention_dropout": 0.1, "bos_token_id": 0,
              "classifier_dropout": 0.0, "d_model": width, "decoder_attention_heads": 4, "decoder_ffn_dim": inner,
              "decoder_layerdrop": 0.0, "decoder_layers": 2, "decoder_start_token_id": 2, "dropout": 0.1,
              "encoder_attention_heads": 4, "encoder_ffn_dim": inner, "encoder_layerdrop": 0.0, "encoder_layers": 2,
              "eos_token_id": 2, "forced_eos_token_id": 2, "init_std": 0.02, "is_encoder_decoder": True,
              "max_position_embeddings": T, "model_type": "bart", "num_hidden_layers": 2, "pad_token_id": 1,
              "scale_embedding": False, "torch_dtype": "float32", "transformers_version": "4.46.0",
              "use_cache": True, "vocab_size": V}
    ids, mask = pad_right(token_ids("bart", 2, 11, 3, V), (11, 7), 1)
    answers = token_ids("bart answers", 2, 8, 3, V)
    labels = [answers[0], answers[1][:5] + [2, -100, -100]]
    decoder = [[2] + [1 if token == -100 else token for token in row[:-1]] for row in labels]
    w.quiet("model.shared.weight", ids[0][2], w.tensors["model.encoder.embed_positions.weight"][2 + OFFSET])
    yield Case("bart", config, w, {"input_ids": ids, "attention_mask": mask, "decoder_input_ids": decoder,
                                   "labels": labels}, conditional_generation, causal=True,
               no_effect=("k_proj.bias",),
               note="Position p reads row p + 2 of embed_positions. lm_head is tied to model.shared.weight; "
                    "final_logits_bias is not zero here. decoder_input_ids are the labels shifted right.")
