"""Llama and its relatives: Mistral, Qwen 2 and 3, Gemma 1 and 2, Phi-3, Mixtral.

One block, read from the config: RMS norms before attention and feed-forward (Gemma 2 also after), rotary positions,
grouped key-value heads, gated feed-forward.
"""

import math

import torch

from common import (ACTIVATIONS, Case, Weights, attention, causal, labels_of, linear, merge_heads,
                    next_token_loss, only_real, pad_right, rms_norm, rope, rope_frequencies, split_heads, token_ids)

V = 61


def frequencies(config):
    """The turning speeds of the feature pairs, stretched for a longer context where the config says so, and the factor of
    the turned features (YaRN's)."""
    size = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    speeds = rope_frequencies(size, config["rope_theta"])
    scaling = config.get("rope_scaling")
    if scaling is None:
        return speeds, 1.0
    if scaling["rope_type"] == "linear":
        return speeds / scaling["factor"], 1.0
    if scaling["rope_type"] == "yarn":
        return yarn(speeds, size, config["rope_theta"], scaling)
    assert scaling["rope_type"] == "llama3"
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    original, factor = scaling["original_max_position_embeddings"], scaling["factor"]
    stretched = []
    for speed in speeds.tolist():
        wavelength = 2.0 * math.pi / speed
        if wavelength < original / high:
            stretched.append(speed)
        elif wavelength > original / low:
            stretched.append(speed / factor)
        else:
            smooth = (original / wavelength - low) / (high - low)
            stretched.append((1.0 - smooth) * speed / factor + smooth * speed)
    return torch.tensor(stretched, dtype=torch.float64), 1.0


def yarn(speeds, size, base, scaling):
    """Peng et al. 2023: fast pairs stay, slow ones are divided by the factor, between them a ramp over the pairs' indices.

    A pair is fast if it turns at least beta_fast times within the original context, slow if at most beta_slow times.
    """
    original, factor = scaling["original_max_position_embeddings"], scaling["factor"]

    def pair_that_turns(times):
        return size * math.log(original / (times * 2.0 * math.pi)) / (2.0 * math.log(base))

    first = max(math.floor(pair_that_turns(scaling.get("beta_fast", 32))), 0)
    last = min(math.ceil(pair_that_turns(scaling.get("beta_slow", 1))), size - 1)
    ramp = ((torch.arange(size // 2, dtype=torch.float64) - first) / max(last - first, 0.001)).clamp(0.0, 1.0)
    return speeds * (1.0 - ramp) + speeds / factor * ramp, 0.1 * math.log(factor) + 1.0


def window_of(config, layer):
    """The sliding window of a layer, or None where it sees all that came before."""
    kind = config["model_type"]
    if kind in ("mistral", "mixtral", "phi3"):
        return config["sliding_window"]
    if kind == "gemma2":
        return config["sliding_window"] if layer % 2 == 0 else None
    return None          # Qwen gives one and says with use_sliding_window false that it is not in force


def norm(x, tensors, name, config):
    weight = tensors[name + ".weight"]
    if config["model_type"].startswith("gemma"):
        weight = 1.0 + weight
    return rms_norm(x, weight, config["rms_norm_eps"])


def self_attention(x, tensors, name, config, visible):
    heads, kv_heads = config["num_attention_heads"], config["num_key_value_heads"]
    size = config.get("head_dim") or config["hidden_size"] // heads
    if config["model_type"] == "phi3":
        fused = linear(x, tensors, name + "qkv_proj")
        q, k, v = fused.split([heads * size, kv_heads * size, kv_heads * size], dim=-1)
    else:
        q, k, v = (linear(x, tensors, name + part) for part in ("q_proj", "k_proj", "v_proj"))
    q, k, v = split_heads(q, heads), split_heads(k, kv_heads), split_heads(v, kv_heads)
    if config["model_type"] == "qwen3":
        q = rms_norm(q, tensors[name + "q_norm.weight"], config["rms_norm_eps"])
        k = rms_norm(k, tensors[name + "k_norm.weight"], config["rms_norm_eps"])
    positions = torch.arange(x.shape[1])
    speeds, factor = frequencies(config)
    q, k = factor * rope(q, positions, speeds), factor * rope(k, positions, speeds)
    scale = config.get("query_pre_attn_scalar", size) ** -0.5
    mixed = attention(q, k, v, visible, scale, cap=config.get("attn_logit_softcapping"))
    return linear(merge_heads(mixed), tensors, name + "o_proj")


def feed_forward(x, tensors, name, config):
    activation = ACTIVATIONS[config.get("hidden_activation") or config["hidden_act"]]
    if config["model_type"] == "phi3":
        gate, up = linear(x, tensors, name + "gate_up_proj").chunk(2, dim=-1)
    else:
        gate, up = linear(x, tensors, name + "gate_proj"), linear(x, tensors, name + "up_proj")
    return linear(activation(gate) * up, tensors, name + "down_proj")


def experts(x, tensors, name, config, router_logits):
    """The chosen experts' outputs, weighted by the softmax over all experts, renormalised over the chosen."""
    flat = x.reshape(-1, x.shape[-1])
    logits = linear(flat, tensors, name + "gate")
    router_logits.append(logits)
    chance, chosen = torch.softmax(logits, dim=-1).topk(config["num_experts_per_tok"], dim=-1)
    chance = chance / chance.sum(-1, keepdim=True)
    rows = []
    for token in range(flat.shape[0]):
        total = torch.zeros_like(flat[token])
        for weight, expert in zip(chance[token], chosen[token].tolist()):
            part = f"{name}experts.{expert}."
            gated = ACTIVATIONS[config["hidden_act"]](linear(flat[token], tensors, part + "w1"))
            total = total + weight * linear(gated * linear(flat[token], tensors, part + "w3"), tensors, part + "w2")
        rows.append(total)
    return torch.stack(rows).view_as(x)


def balancing_loss(router_logits, count, top):
    """experts * sum over rank and expert of (share of tokens sent there) * (mean probability), over all layers' tokens."""
    chances = torch.softmax(torch.cat(router_logits), dim=-1)
    chosen = chances.topk(top, dim=-1).indices
    share = torch.nn.functional.one_hot(chosen, count).to(chances.dtype).mean(0)      # [top, experts]
    return count * (share * chances.mean(0)).sum()


def block(x, tensors, name, config, visible, router_logits=None):
    """One layer; `name` ends in a dot."""
    attended = self_attention(norm(x, tensors, name + "input_layernorm", config), tensors, name + "self_attn.", config,
                              visible)
    if config["model_type"] == "gemma2":
        x = x + norm(attended, tensors, name + "post_attention_layernorm", config)
        widened = feed_forward(norm(x, tensors, name + "pre_feedforward_layernorm", config), tensors, name + "mlp.",
                               config)
        return x + norm(widened, tensors, name + "post_feedforward_layernorm", config)
    x = x + attended
    normed = norm(x, tensors, name + "post_attention_layernorm", config)
    if config["model_type"] == "mixtral":
        return x + experts(normed, tensors, name + "block_sparse_moe.", config, router_logits)
    return x + feed_forward(normed, tensors, name + "mlp.", config)


def embed(tensors, config, ids):
    x = tensors["model.embed_tokens.weight"][ids]
    if config["model_type"].startswith("gemma"):
        # the factor is rounded to single precision, as the model's own type is
        x = x * torch.tensor(config["hidden_size"] ** 0.5, dtype=torch.float32).to(x.dtype)
    return x


def trunk(tensors, config, inputs, visible=None, router_logits=None):
    """The states before the first layer and after each, and the final norm's output. `visible` replaces the mask."""
    ids = torch.tensor(inputs["input_ids"])
    x = embed(tensors, config, ids)
    states = [x]
    for layer in range(config["num_hidden_layers"]):
        seen = visible
        if seen is None:
            seen = only_real(causal(ids.shape[1], window_of(config, layer)), inputs.get("attention_mask"))
        x = block(x, tensors, f"model.layers.{layer}.", config, seen, router_logits)
        states.append(x)
    return states, norm(x, tensors, "model.norm", config)


def unembed(final, tensors, config):
    name = "lm_head.weight" if "lm_head.weight" in tensors else "model.embed_tokens.weight"
    logits = final @ tensors[name].T
    cap = config.get("final_logit_softcapping")
    return logits if cap is None else cap * torch.tanh(logits / cap)


def language_model(tensors, config, inputs):
    routers = []
    states, final = trunk(tensors, config, inputs, router_logits=routers)
    logits = unembed(final, tensors, config)
    outputs = {"hidden_states": states, "final_hidden": final, "logits": logits,
               "loss": next_token_loss(logits, inputs["labels"])}
    if routers:
        outputs["router_logits"] = routers
        outputs["aux_loss"] = balancing_loss(routers, config["num_local_experts"], config["num_experts_per_tok"])
        outputs["loss_with_aux"] = outputs["loss"] + config["router_aux_loss_coef"] * outputs["aux_loss"]
    return outputs


# ---------------------------------------------------------------------------------------------------------------
# Drawing.

def draw_layer(w, name, config):
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    heads, kv_heads = config["num_attention_heads"], config["num_key_value_heads"]
    size = config.get("head_dim") or hidden // heads
    kind = config["model_type"]
    around = 0.0 if kind.startswith("gemma") else 1.0
    norms = ["input_layernorm", "post_attention_layernorm"]
    if kind == "gemma2":
        norms += ["pre_feedforward_layernorm", "post_feedforward_layernorm"]
    for part in norms:
        w.norm(f"{name}{part}.weight", hidden, around)
    biased = kind == "qwen2" or config.get("attention_bias", False)
    if kind == "phi3":
        w.linear(name + "self_attn.qkv_proj", (heads + 2 * kv_heads) * size, hidden, bias=False)
    else:
        w.linear(name + "self_attn.q_proj", heads * size, hidden, bias=biased)
        w.linear(name + "self_attn.k_proj", kv_heads * size, hidden, bias=biased)
        w.linear(name + "self_attn.v_proj", kv_heads * size, hidden, bias=biased)
    w.linear(name + "self_attn.o_proj", hidden, heads * size, bias=config.get("attention_bias", False))
    if kind == "qwen3":
        w.norm(name + "self_attn.q_norm.weight", size)
        w.norm(name + "self_attn.k_norm.weight", size)
    if kind == "mixtral":
        w.linear(name + "block_sparse_moe.gate", config["num_local_experts"], hidden, bias=False)
        for expert in range(config["num_local_experts"]):
            part = f"{name}block_sparse_moe.experts.{expert}."
            w.linear(part + "w1", inner, hidden, bias=False)
            w.linear(part + "w2", hidden, inner, bias=False)
            w.linear(part + "w3", inner, hidden, bias=False)
    elif kind == "phi3":
        w.linear(name + "mlp.gate_up_proj", 2 * inner, hidden, bias=False)
        w.linear(name + "mlp.down_proj", hidden, inner, bias=False)
    else:
        bias = config.get("mlp_bias", False)
        w.linear(name + "mlp.gate_proj", inner, hidden, bias=bias)
        w.linear(name + "mlp.up_proj", inner, hidden, bias=bias)
        w.linear(name + "mlp.down_proj", hidden, inner, bias=bias)


def draw(name, config, head=True):
    w = Weights(name)
    hidden = config["hidden_size"]
    w.matrix("model.embed_tokens.weight", V, hidden)
    for layer in range(config["num_hidden_layers"]):
        draw_layer(w, f"model.layers.{layer}.", config)
    w.norm("model.norm.weight", hidden, 0.0 if config["model_type"].startswith("gemma") else 1.0)
    if head and not config.get("tie_word_embeddings", True):
        w.matrix("lm_head.weight", V, hidden)
    return w


def sizes(hidden=24, inner=32, layers=2, heads=4, kv_heads=2, context=24):
    return {"hidden_size": hidden, "initializer_range": 0.02, "intermediate_size": inner,
            "max_position_embeddings": context, "num_attention_heads": heads, "num_hidden_layers": layers,
            "num_key_value_heads": kv_heads}


TAIL = {"torch_dtype": "float32", "transformers_version": "4.46.0", "use_cache": True, "vocab_size": V}

def llama_config(architecture="LlamaForCausalLM", **more):
    config = {"architectures": [architecture], "attention_bias": False, "attention_dropout": 0.0, "bos_token_id": 1,
              "eos_token_id": 2, "hidden_act": "silu", **sizes(), "mlp_bias": False, "model_type": "llama",
              "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_scaling": None, "rope_theta": 10000.0,
              "tie_word_embeddings": False, **TAIL}
    config.update(more)
    return config


def newer(config, **changes):
    """A config in the keys of transformers 5: dtype, rope_parameters."""
    old = ("torch_dtype", "rope_theta", "rope_scaling", "transformers_version", "cache_implementation")
    kept = {key: value for key, value in config.items() if key not in old}
    rope_parameters = {**(config.get("rope_scaling") or {"rope_type": "default"}), "rope_theta": config["rope_theta"]}
    return {**kept, "dtype": "float32", "rope_parameters": rope_parameters, "transformers_version": "5.0.0", **changes}


def plain(name, config, length=9, batch=2, low=3, lengths=None, pad=0, note="", inert=(), newer_config=None):
    ids = token_ids(name, batch, length, low, V)
    inputs = {"input_ids": ids}
    mask = None
    if lengths is not None:
        ids, mask = pad_right(ids, lengths, pad)
        inputs = {"input_ids": ids, "attention_mask": mask}
    inputs["labels"] = labels_of(ids, mask)
    w = draw(name, config)
    w.quiet("model.embed_tokens.weight", ids[0][2])
    return Case(name, config, w, inputs, language_model, causal=True, note=note, inert=inert,
                newer_config=newer_config)


def cases():
    yield plain("llama", llama_config(**sizes(32, 40)), length=10, lengths=(10, 7))

    config = llama_config(
        **{**sizes(16, 24, 2, 2, 1), "max_position_embeddings": 2048}, head_dim=8, rope_theta=500000.0,
        tie_word_embeddings=True,
        rope_scaling={"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                      "original_max_position_embeddings": 256, "rope_type": "llama3"})
    yield plain("llama3", config, length=12, batch=1, newer_config=newer(config),
                note="rope_scaling llama3: one pair is kept, one is blended, two are slowed down.")

    yield plain("llama-linear", llama_config(
        **{**sizes(16, 24, 2, 2, 1), "max_position_embeddings": 96}, rope_scaling={"factor": 4.0, "rope_type": "linear"}),
        length=12, batch=1, note="rope_scaling linear: all pairs turn 4 times more slowly.")

    yield plain("llama-yarn", llama_config(
        **{**sizes(16, 24, 2, 2, 1), "max_position_embeddings": 256},
        rope_scaling={"factor": 4.0, "original_max_position_embeddings": 64, "rope_type": "yarn"}),
        length=12, batch=1, note="rope_scaling yarn: a ramp over the pairs; queries and keys times 0.1 ln(4) + 1.")

    yield plain("mistral", {
        "architectures": ["MistralForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2,
        "head_dim": 6, "hidden_act": "silu", **sizes(), "model_type": "mistral", "rms_norm_eps": 1e-05,
        "rope_theta": 10000.0, "sliding_window": 4, "tie_word_embeddings": False, **TAIL},
        length=12, batch=1, note="Query i sees keys i-3..i: sliding_window counts the query's own position.")

    yield plain("qwen2", {
        "architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2,
        "hidden_act": "silu", **sizes(), "max_window_layers": 2, "model_type": "qwen2", "rms_norm_eps": 1e-06,
        "rope_theta": 1000000.0, "sliding_window": 4, "tie_word_embeddings": True, **TAIL,
        "use_sliding_window": False},
        length=9, note="sliding_window is not in force, because use_sliding_window is false.",
        inert=("sliding_window",))

    yield plain("qwen3", {
        "architectures": ["Qwen3ForCausalLM"], "attention_bias": False, "attention_dropout": 0.0, "bos_token_id": 1,
        "eos_token_id": 2, "head_dim": 16, "hidden_act": "silu", **sizes(inner=28), "max_window_layers": 2,
        "model_type": "qwen3", "rms_norm_eps": 1e-06, "rope_scaling": None, "rope_theta": 1000000.0,
        "sliding_window": None, "tie_word_embeddings": False, **TAIL, "use_sliding_window": False}, length=9)

    yield plain("gemma", {
        "architectures": ["GemmaForCausalLM"], "attention_bias": False, "attention_dropout": 0.0, "bos_token_id": 2,
        "eos_token_id": 1, "head_dim": 16, "hidden_act": "gelu_pytorch_tanh",
        "hidden_activation": "gelu_pytorch_tanh", **sizes(inner=28, kv_heads=1), "model_type": "gemma",
        "pad_token_id": 0, "rms_norm_eps": 1e-06, "rope_scaling": None, "rope_theta": 10000.0, **TAIL}, length=9,
        note="hidden_states[0] is after the multiplication by sqrt(hidden_size). Tied: the default of this family.",
        inert=("hidden_act",))

    config = {
        "architectures": ["Gemma2ForCausalLM"], "attention_bias": False, "attention_dropout": 0.0,
        "attn_logit_softcapping": 5.0, "bos_token_id": 2, "cache_implementation": "hybrid", "eos_token_id": 1,
        "final_logit_softcapping": 3.0, "head_dim": 16, "hidden_act": "gelu_pytorch_tanh",
        "hidden_activation": "gelu_pytorch_tanh", **sizes(inner=28), "model_type": "gemma2", "pad_token_id": 0,
        "query_pre_attn_scalar": 24, "rms_norm_eps": 1e-06, "rope_theta": 10000.0, "sliding_window": 4, **TAIL}
    changes = newer(config, layer_types=["sliding_attention", "full_attention"], tie_word_embeddings=True)
    del changes["hidden_act"]
    yield plain("gemma2", config, length=12, batch=1, newer_config=changes,
                note="Layer 0 slides, layer 1 does not. logits are after the soft cap.",
        inert=("hidden_act",))

    yield plain("phi3", {
        "architectures": ["Phi3ForCausalLM"], "attention_bias": False, "attention_dropout": 0.0, "bos_token_id": 1,
        "embd_pdrop": 0.0, "eos_token_id": 2, "hidden_act": "silu", **sizes(), "model_type": "phi3",
        "original_max_position_embeddings": 24, "pad_token_id": 0, "resid_pdrop": 0.0, "rms_norm_eps": 1e-05,
        "rope_scaling": None, "rope_theta": 10000.0, "sliding_window": 6, "tie_word_embeddings": False, **TAIL},
        length=10)

    yield plain("mixtral", {
        "architectures": ["MixtralForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2,
        "hidden_act": "silu", **sizes(inner=20), "model_type": "mixtral", "num_experts_per_tok": 2,
        "num_local_experts": 4, "output_router_logits": False, "rms_norm_eps": 1e-05, "rope_theta": 1000000.0,
        "router_aux_loss_coef": 0.02, "router_jitter_noise": 0.0, "sliding_window": None,
        "tie_word_embeddings": False, **TAIL}, length=8,
        note="router_logits: one tensor a layer, [batch * time, experts]. aux_loss is over the tokens of all layers.")
