"""T5 and T5 v1.1 (Flan-T5), from Raffel et al. 2019: RMS norms first, relative position biases, no attention scaling."""

import math

import torch

from common import (ACTIVATIONS, Case, Weights, attention, causal, cross_entropy, everything, linear, merge_heads,
                    only_real, pad_right, rms_norm, split_heads, token_ids)

V = 61


def bucket(distance, both_ways, buckets, furthest):
    """The bucket of key position - query position.

    Both ways: half of the buckets for keys after the query. Within a half, the first half is exact, the rest grows with
    the logarithm up to `furthest`, from where all share the last.
    """
    offset = 0
    if both_ways:
        buckets //= 2
        if distance > 0:
            offset = buckets
        distance = abs(distance)
    else:
        distance = max(-distance, 0)
    exact = buckets // 2
    if distance < exact:
        return offset + distance
    grown = exact + int(math.log(distance / exact) / math.log(furthest / exact) * (buckets - exact))
    return offset + min(grown, buckets - 1)


def position_bias(table, config, queries, keys, both_ways):
    """[1, heads, queries, keys] out of the table [buckets, heads]."""
    numbers = [[bucket(key - query, both_ways, config["relative_attention_num_buckets"],
                       config["relative_attention_max_distance"]) for key in range(keys)] for query in range(queries)]
    return table[torch.tensor(numbers)].permute(2, 0, 1)[None]


def attend(x, memory, tensors, name, config, visible, bias):
    q = split_heads(linear(x, tensors, name + ".q"), config["num_heads"])
    k = split_heads(linear(memory, tensors, name + ".k"), config["num_heads"])
    v = split_heads(linear(memory, tensors, name + ".v"), config["num_heads"])
    return linear(merge_heads(attention(q, k, v, visible, 1.0, bias=bias)), tensors, name + ".o")


def feed_forward(x, tensors, name, config):
    kind = config["feed_forward_proj"]
    if kind == "gated-gelu":
        widened = ACTIVATIONS["gelu_new"](linear(x, tensors, name + ".wi_0")) * linear(x, tensors, name + ".wi_1")
    else:
        widened = ACTIVATIONS[kind](linear(x, tensors, name + ".wi"))
    return linear(widened, tensors, name + ".wo")


def stack(x, tensors, name, config, visible, memory=None, memory_visible=None):
    """The encoder, or with a memory the decoder. The position bias stands in the first layer and serves all."""
    eps = config["layer_norm_epsilon"]
    time = x.shape[1]
    table = tensors[name + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight"]
    bias = position_bias(table, config, time, time, both_ways=memory is None)
    states = [x]
    layers = config["num_layers"] if memory is None else config["num_decoder_layers"]
    for layer in range(layers):
        part = f"{name}.block.{layer}.layer."
        normed = rms_norm(x, tensors[part + "0.layer_norm.weight"], eps)
        x = x + attend(normed, normed, tensors, part + "0.SelfAttention", config, visible, bias)
        last = 1
        if memory is not None:
            normed = rms_norm(x, tensors[part + "1.layer_norm.weight"], eps)
            x = x + attend(normed, memory, tensors, part + "1.EncDecAttention", config, memory_visible, None)
            last = 2
        normed = rms_norm(x, tensors[f"{part}{last}.layer_norm.weight"], eps)
        x = x + feed_forward(normed, tensors, f"{part}{last}.DenseReluDense", config)
        states.append(x)
    return states, rms_norm(x, tensors[name + ".final_layer_norm.weight"], eps)


def conditional_generation(tensors, config, inputs):
    table = tensors["shared.weight"]
    source = table[torch.tensor(inputs["input_ids"])]
    target = table[torch.tensor(inputs["decoder_input_ids"])]
    mask = inputs.get("attention_mask")
    seen = only_real(everything(source.shape[1], source.shape[1]), mask)
    encoder_states, memory = stack(source, tensors, "encoder", config, seen)
    seen = only_real(everything(target.shape[1], source.shape[1]), mask)
    states, final = stack(target, tensors, "decoder", config, causal(target.shape[1]), memory, seen)
    if "lm_head.weight" in tensors:
        logits = final @ tensors["lm_head.weight"].T
    else:
        logits = (final * config["d_model"] ** -0.5) @ table.T
    return {"encoder_hidden_states": encoder_states, "encoder_final_hidden": memory, "hidden_states": states,
            "final_hidden": final, "logits": logits, "loss": cross_entropy(logits, inputs["labels"])}


def shifted_right(labels, start, pad):
    return [[start] + [pad if token == -100 else token for token in row[:-1]] for row in labels]


def draw(name, config):
    w = Weights(name)
    width, inner = config["d_model"], config["num_heads"] * config["d_kv"]
    w.matrix("shared.weight", V, width, std=0.3)

    def draw_attention(part):
        for which in "qkv":
            w.linear(f"{part}.{which}", inner, width, bias=False)
        w.linear(part + ".o", width, inner, bias=False)

    for side, layers in (("encoder", config["num_layers"]), ("decoder", config["num_decoder_layers"])):
        for layer in range(layers):
            part = f"{side}.block.{layer}.layer."
            draw_attention(part + "0.SelfAttention")
            if layer == 0:
                w.matrix(part + "0.SelfAttention.relative_attention_bias.weight",
                         config["relative_attention_num_buckets"], config["num_heads"], std=0.28)
            w.norm(part + "0.layer_norm.weight", width)
            last = 1
            if side == "decoder":
                draw_attention(part + "1.EncDecAttention")
                w.norm(part + "1.layer_norm.weight", width)
                last = 2
            name = f"{part}{last}.DenseReluDense"
            if config["is_gated_act"]:
                w.linear(name + ".wi_0", config["d_ff"], width, bias=False)
                w.linear(name + ".wi_1", config["d_ff"], width, bias=False)
            else:
                w.linear(name + ".wi", config["d_ff"], width, bias=False)
            w.linear(name + ".wo", width, config["d_ff"], bias=False)
            w.norm(f"{part}{last}.layer_norm.weight", width)
        w.norm(side + ".final_layer_norm.weight", width)
    if not config.get("tie_word_embeddings", True):
        w.matrix("lm_head.weight", V, width)
    return w


def config_of(**more):
    return {"architectures": ["T5ForConditionalGeneration"], "classifier_dropout": 0.0, **more,
            "decoder_start_token_id": 0, "dropout_rate": 0.1, "eos_token_id": 1, "initializer_factor": 1.0,
            "is_encoder_decoder": True, "layer_norm_epsilon": 1e-06, "model_type": "t5", "n_positions": 24,
            "pad_token_id": 0, "relative_attention_max_distance": 10, "relative_attention_num_buckets": 8,
            "torch_dtype": "float32", "transformers_version": "4.46.0", "use_cache": True, "vocab_size": V}


def case(name, config, note):
    ids, mask = pad_right(token_ids(name, 2, 12, 2, V), (12, 8), 0)
    answers = token_ids(name + " answers", 2, 7, 2, V)
    labels = [row if at == 0 else row[:4] + [1, -100, -100] for at, row in enumerate(answers)]
    w = draw(name, config)
    w.quiet("shared.weight", ids[0][2])
    return Case(name, config, w,
                {"input_ids": ids, "attention_mask": mask, "decoder_input_ids": shifted_right(labels, 0, 0),
                 "labels": labels}, conditional_generation, causal=True, note=note)


def cases():
    yield case("t5", config_of(d_ff=40, d_kv=8, d_model=32, dense_act_fn="relu", feed_forward_proj="relu",
                               is_gated_act=False, num_decoder_layers=2, num_heads=4, num_layers=2),
               "Tied: the decoder's output is multiplied by d_model^-0.5 before the unembedding; final_hidden is before "
               "that. decoder_input_ids are the labels shifted right.")
    yield case("t5-v1.1", config_of(d_ff=24, d_kv=8, d_model=32, dense_act_fn="gelu_new",
                                    feed_forward_proj="gated-gelu", is_gated_act=True, num_decoder_layers=1,
                                    num_heads=3, num_layers=2, tie_word_embeddings=False),
               "As Flan-T5. 3 heads of 8 on a width of 32; the decoder has one layer less than the encoder.")
