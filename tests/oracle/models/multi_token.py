"""Multi-token prediction, from Gloeckle et al. 2024, on a Llama trunk: each head is one more layer on the trunk's output,
and all heads share the last norm and the unembedding. The layout and the key sinter_predicted_tokens are our own."""

import torch

import llama
from common import Case, Weights, causal, labels_of, next_token_loss, token_ids


def heads_of(tensors, config, ids):
    """The trunk's states, and the logits of each head."""
    states = [llama.embed(tensors, config, ids)]
    visible = causal(ids.shape[1])
    for layer in range(config["num_hidden_layers"]):
        states.append(llama.block(states[-1], tensors, f"model.layers.{layer}.", config, visible))
    head_states = [llama.block(states[-1], tensors, f"model.mtp.{head}.", config, visible)
                   for head in range(config["sinter_predicted_tokens"])]
    finals = [llama.norm(state, tensors, "model.norm", config) for state in head_states]
    return states, head_states, [final @ tensors["lm_head.weight"].T for final in finals]


def language_model(tensors, config, inputs):
    states, head_states, logits = heads_of(tensors, config, torch.tensor(inputs["input_ids"]))
    losses = [next_token_loss(part, inputs["labels"], shift=1 + head) for head, part in enumerate(logits)]
    return {"hidden_states": states, "head_states": head_states, "head_logits": logits, "logits": logits[0],
            "losses": [losses[head] for head in range(len(losses))], "loss": sum(losses)}


def cases():
    config = llama.llama_config(**llama.sizes(24, 28, 2, 4, 2), sinter_predicted_tokens=4)
    name = "multi-token"
    w = Weights(name)
    w.matrix("model.embed_tokens.weight", llama.V, 24)
    for layer in range(config["num_hidden_layers"]):
        llama.draw_layer(w, f"model.layers.{layer}.", config)
    for head in range(config["sinter_predicted_tokens"]):
        llama.draw_layer(w, f"model.mtp.{head}.", config)
    w.norm("model.norm.weight", 24)
    w.matrix("lm_head.weight", llama.V, 24)
    ids = token_ids(name, 1, 10, 3, llama.V)
    w.quiet("model.embed_tokens.weight", ids[0][2])
    yield Case(name, config, w, {"input_ids": ids, "labels": labels_of(ids)}, language_model, causal=True,
               note="hidden_states are the trunk's. head_states[i] is the output of head i's layer, before the shared "
                    "norm; head_logits[i] at t is for the token at t + 1 + i; losses[i] is its mean over the positions "
                    "that have such a token; loss is their sum. logits are those of head 0.")
