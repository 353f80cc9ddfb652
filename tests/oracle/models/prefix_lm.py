"""The prefix language model (Raffel et al. 2019, section 3.2.1) on the weights of `llama`: tokens of the prefix see the
whole prefix, later tokens see what came before. Writes expected-prefix.json beside the other file."""

import torch

import llama
from common import Case, causal, next_token_loss, only_real, token_ids


def language_model(tensors, config, inputs):
    time = len(inputs["input_ids"][0])
    lengths = torch.tensor(inputs["prefix_lengths"])
    in_prefix = torch.arange(time)[None, :] < lengths[:, None]               # [batch, keys]
    visible = only_real(causal(time) | in_prefix[:, None, None, :], inputs.get("attention_mask"))
    states, final = llama.trunk(tensors, config, inputs, visible)
    logits = llama.unembed(final, tensors, config)
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": next_token_loss(logits, inputs["labels"])}


def cases():
    original = next(case for case in llama.cases() if case.name == "llama")
    ids = token_ids("prefix", 2, 9, 3, llama.V)
    lengths = [3, 6]
    labels = [[-100 if at < length else token for at, token in enumerate(row)] for row, length in zip(ids, lengths)]
    yield Case("llama", original.config, original.weights,
               {"input_ids": ids, "prefix_lengths": lengths, "labels": labels}, language_model,
               expected="expected-prefix.json",
               note="Key j is visible to query i where j <= i or j < prefix length. Only tokens after the prefix are "
                    "predicted.")
