"""Llama's trunk under other heads: sequence and token classification, reward."""

import torch

from common import Case, cross_entropy, linear, pad_right, token_ids
from llama import V, draw, llama_config, sizes, trunk


def sequence_classifier(tensors, config, inputs):
    states, final = trunk(tensors, config, inputs)
    scores = linear(final, tensors, "score")
    last = [max(at for at, token in enumerate(row) if token != config["pad_token_id"]) for row in inputs["input_ids"]]
    logits = scores[torch.arange(len(last)), torch.tensor(last)]
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def reward(tensors, config, inputs):
    """One label, its logit the reward. Row 0 is the chosen text, row 1 the rejected: -log sigmoid of the difference."""
    outputs = sequence_classifier(tensors, config, {**inputs, "labels": [0, 0]})
    difference = outputs["logits"][0, 0] - outputs["logits"][1, 0]
    return {**outputs, "loss": -torch.nn.functional.logsigmoid(difference)}


def token_classifier(tensors, config, inputs):
    states, final = trunk(tensors, config, inputs)
    logits = linear(final, tensors, "score")
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


LABELS = {"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"},
          "label2id": {"LABEL_0": 0, "LABEL_1": 1, "LABEL_2": 2}}


def cases():
    name = "llama-sequence-classification"
    config = llama_config("LlamaForSequenceClassification", **sizes(16, 24, 2, 2, 1), pad_token_id=0, **LABELS)
    w = draw(name, config, head=False)
    w.matrix("score.weight", 3, 16)
    ids, mask = pad_right(token_ids(name, 2, 9, 3, V), (9, 6), 0)
    w.quiet("model.embed_tokens.weight", ids[0][2])
    yield Case(name, config, w, {"input_ids": ids, "attention_mask": mask, "labels": [1, 2]}, sequence_classifier,
               note="logits are those at the last token that is not pad_token_id; score has no bias.")

    name = "llama-token-classification"
    config = llama_config("LlamaForTokenClassification", **sizes(16, 24, 2, 2, 1), pad_token_id=0, **LABELS)
    w = draw(name, config, head=False)
    w.linear("score", 3, 16)
    ids, mask = pad_right(token_ids(name, 2, 8, 3, V), (8, 6), 0)
    labels = [[0, 1, 2, -100, 1, 0, 2, 1], [2, 2, 0, 1, -100, 1, -100, -100]]
    w.quiet("model.embed_tokens.weight", ids[0][2])
    yield Case(name, config, w, {"input_ids": ids, "attention_mask": mask, "labels": labels}, token_classifier,
               causal=True, note="score has a bias here. The labels are not shifted.")

    name = "llama-reward"
    config = llama_config("LlamaForSequenceClassification", **sizes(16, 24, 1, 2, 1), pad_token_id=0,
                          id2label={"0": "LABEL_0"}, label2id={"LABEL_0": 0})
    w = draw(name, config, head=False)
    w.matrix("score.weight", 1, 16)
    ids, mask = pad_right(token_ids(name, 2, 8, 3, V), (8, 6), 0)
    w.quiet("model.embed_tokens.weight", ids[0][2])
    yield Case(name, config, w, {"input_ids": ids, "attention_mask": mask}, reward,
               note="One label: logits are rewards. Row 0 is chosen, row 1 rejected; the loss is -log sigmoid(r0 - r1).")
