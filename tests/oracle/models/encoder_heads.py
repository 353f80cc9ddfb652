"""Heads that the families' own files leave out: those of ModernBERT, the one of RoBERTa for choices, answers, rewards."""

import copy

import torch
import torch.nn.functional as functional

import bert
import distilbert
import llama
import modernbert
from common import Case, Weights, cross_entropy, linear, pad_right, token_ids

V = 61


def modernbert_sequence(tensors, config, inputs):
    """The mean over the tokens that are no padding, or the first token; then the head that the masked model has too."""
    states, final = modernbert.encode(tensors, config, inputs)
    mask = torch.tensor(inputs["attention_mask"], dtype=final.dtype)[:, :, None]
    pooled = (final * mask).sum(1) / mask.sum(1) if config["classifier_pooling"] == "mean" else final[:, 0]
    logits = linear(modernbert.headed(pooled, tensors, config), tensors, "classifier")
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def modernbert_tokens(tensors, config, inputs):
    states, final = modernbert.encode(tensors, config, inputs)
    logits = linear(modernbert.headed(final, tensors, config), tensors, "classifier")
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def roberta_choices(tensors, config, inputs):
    """RoBERTa's class for choices has BERT's pooler, unlike its classifier."""
    rows = [row for rows in inputs["input_ids"] for row in rows]
    mask = [row for rows in inputs["attention_mask"] for row in rows]
    states = bert.encode(tensors, config, torch.tensor(rows), mask)
    pool = torch.tanh(linear(states[-1][:, 0], tensors, "roberta.pooler.dense"))
    logits = linear(pool, tensors, "classifier").view(len(inputs["input_ids"]), -1)
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def answers(states, final, tensors, inputs):
    start, end = linear(final, tensors, "qa_outputs").unbind(-1)
    loss = (cross_entropy(start, inputs["start_positions"]) + cross_entropy(end, inputs["end_positions"])) / 2.0
    return {"hidden_states": states, "final_hidden": final, "start_logits": start, "end_logits": end, "loss": loss}


def distilbert_answers(tensors, config, inputs):
    states = distilbert.encode(tensors, config, inputs)
    return answers(states, states[-1], tensors, inputs)


def llama_answers(tensors, config, inputs):
    renamed = {("model." + name[len("transformer."):] if name.startswith("transformer.") else name): tensor
               for name, tensor in tensors.items()}
    states, final = llama.trunk(renamed, config, inputs)
    return answers(states, final, renamed, inputs)


def llama_reward(tensors, config, inputs):
    """One number at the last token; the first half of the rows was preferred to the second half, in the same order."""
    states, final = llama.trunk(tensors, config, inputs)
    last = torch.tensor([sum(row) - 1 for row in inputs["attention_mask"]])
    logits = linear(final, tensors, "score")[torch.arange(len(last)), last]
    chosen, rejected = logits[:, 0].chunk(2)
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": -functional.logsigmoid(chosen - rejected).mean()}


# ---------------------------------------------------------------------------------------------------------------

def modernbert_config(architecture, biases, pooling, **more):
    config = copy.deepcopy(next(modernbert.cases()).config)
    config.update({"architectures": [architecture], "hidden_size": 16, "intermediate_size": 20,
                   "num_attention_heads": 2, "num_hidden_layers": 3, "global_attn_every_n_layers": 2,
                   "local_attention": 4, "classifier_pooling": pooling, "attention_bias": biases, "mlp_bias": biases,
                   "norm_bias": biases, "classifier_bias": biases, **more})
    return config


def draw_modernbert(name, config, labels):
    w = Weights(name)
    hidden, inner, biases = config["hidden_size"], config["intermediate_size"], config["mlp_bias"]
    w.matrix("model.embeddings.tok_embeddings.weight", V, hidden)
    w.norm("model.embeddings.norm.weight", hidden, bias=biases)
    for layer in range(config["num_hidden_layers"]):
        part = f"model.layers.{layer}."
        if layer > 0:
            w.norm(part + "attn_norm.weight", hidden, bias=biases)
        w.linear(part + "attn.Wqkv", 3 * hidden, hidden, bias=biases)
        w.linear(part + "attn.Wo", hidden, hidden, bias=biases)
        w.norm(part + "mlp_norm.weight", hidden, bias=biases)
        w.linear(part + "mlp.Wi", 2 * inner, hidden, bias=biases)
        w.linear(part + "mlp.Wo", hidden, inner, bias=biases)
    w.norm("model.final_norm.weight", hidden, bias=biases)
    w.linear("head.dense", hidden, hidden, bias=biases)
    w.norm("head.norm.weight", hidden, bias=biases)
    w.linear("classifier", labels, hidden)
    return w


def cases():
    name = "modernbert-sequence-classification"
    config = modernbert_config("ModernBertForSequenceClassification", False, "mean", **bert.labels_config(3))
    ids, mask = pad_right(token_ids(name, 2, 10, 0, 57), (10, 8), 59)
    yield Case(name, config, draw_modernbert(name, config, 3),
               {"input_ids": ids, "attention_mask": mask, "labels": [2, 1]}, modernbert_sequence,
               note="The mean is over the tokens that are no padding. The classifier has a bias.")

    name = "modernbert-token-classification"
    config = modernbert_config("ModernBertForTokenClassification", True, "cls", **bert.labels_config(4))
    ids, mask = pad_right(token_ids(name, 2, 10, 0, 57), (10, 8), 59)
    labels = [[(row + at) % 4 if at < real else -100 for at in range(10)] for row, real in enumerate((10, 8))]
    yield Case(name, config, draw_modernbert(name, config, 4),
               {"input_ids": ids, "attention_mask": mask, "labels": labels}, modernbert_tokens,
               note="All the biases that a config can ask for. The head stands before the classifier here too.")

    name = "roberta-multiple-choice"
    config = bert.config_of("roberta", "RobertaForMultipleChoice", 16, 24, 2)
    w = bert.draw(name, config)
    w.tensors = {key.replace(name + ".", "roberta."): tensor for key, tensor in w.tensors.items()}
    w.linear("roberta.pooler.dense", 16, 16)
    w.linear("classifier", 1, 16)
    rows = [pad_right(token_ids(f"{name} {question}", 2, 9, 5, V), lengths, 1) for question, lengths in
            enumerate([(9, 6), (8, 9)])]
    yield Case(name, config, w, {"input_ids": [ids for ids, _ in rows], "attention_mask": [mask for _, mask in rows],
                                 "labels": [1, 0]}, roberta_choices, no_effect=bert.NO_EFFECT,
               note="Inputs are [batch, choices, time].")

    name = "distilbert-question-answering"
    config = distilbert.config_of("DistilBertForQuestionAnswering", 16, 24, 2)
    w = distilbert.draw(name, 16, 24)
    w.linear("qa_outputs", 2, 16)
    ids, mask = pad_right(token_ids(name, 2, 9, 5, V), (9, 6), 0)
    yield Case(name, config, w, {"input_ids": ids, "attention_mask": mask, "start_positions": [3, 2],
                                 "end_positions": [7, 2]}, distilbert_answers, no_effect=("attention.k_lin.bias",))

    name = "llama-question-answering"
    config = llama.llama_config("LlamaForQuestionAnswering", **llama.sizes(16, 24, 2, 2, 1), pad_token_id=0)
    w = llama.draw(name, config, head=False)
    w.tensors = {"transformer." + key[len("model."):]: tensor for key, tensor in w.tensors.items()}
    w.linear("qa_outputs", 2, 16)
    yield Case(name, config, w, {"input_ids": token_ids(name, 2, 8, 3, V), "start_positions": [2, 5],
                                 "end_positions": [4, 5]}, llama_answers,
               note="This class calls its trunk transformer, not model. No padding.")

    name = "llama-reward"
    config = llama.llama_config("LlamaForSequenceClassification", **llama.sizes(16, 24, 2, 2, 1), pad_token_id=0,
                                sinter_head="reward", **bert.labels_config(1))
    w = llama.draw(name, config, head=False)
    w.matrix("score.weight", 1, 16)
    ids, mask = pad_right(token_ids(name, 4, 8, 3, V), (8, 5, 7, 8), 0)
    yield Case(name, config, w, {"input_ids": ids, "attention_mask": mask}, llama_reward,
               note="Rows 0 and 1 were preferred to rows 2 and 3. sinter_head is a key of Sinter's own.")
