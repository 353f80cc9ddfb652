"""BERT and RoBERTa with their heads, from Devlin et al. 2018 and Liu et al. 2019.

Norms after the sums, GELU by erf, learned positions. The two differ in where positions begin and in the heads.
"""

import torch

from common import (ACTIVATIONS, Case, Weights, attention, cross_entropy, everything, labels_of, layer_norm, linear,
                    merge_heads, only_real, pad_right, split_heads, token_ids)

V, T = 61, 24


def positions(config, ids):
    """BERT counts from 0. RoBERTa counts the tokens that are not padding from padding + 1; a padding has its own id."""
    if config["model_type"] == "bert":
        return torch.arange(ids.shape[1]).expand_as(ids)
    pad = config["pad_token_id"]
    real = (ids != pad).long()
    return torch.cumsum(real, dim=1) * real + pad


def encode(tensors, config, ids, mask=None, types=None):
    """The states after the embeddings and after each layer. `ids` is [batch, time]."""
    root = config["model_type"] + "."
    eps = config["layer_norm_eps"]
    types = torch.zeros_like(ids) if types is None else types
    name = root + "embeddings."
    x = (tensors[name + "word_embeddings.weight"][ids]
         + tensors[name + "position_embeddings.weight"][positions(config, ids)]
         + tensors[name + "token_type_embeddings.weight"][types])
    x = layer_norm(x, tensors, name + "LayerNorm", eps)
    states = [x]
    visible = only_real(everything(ids.shape[1], ids.shape[1]), mask)
    for layer in range(config["num_hidden_layers"]):
        name = f"{root}encoder.layer.{layer}."
        q, k, v = (split_heads(linear(x, tensors, f"{name}attention.self.{part}"), config["num_attention_heads"])
                   for part in ("query", "key", "value"))
        mixed = merge_heads(attention(q, k, v, visible, q.shape[-1] ** -0.5))
        x = layer_norm(x + linear(mixed, tensors, name + "attention.output.dense"), tensors,
                       name + "attention.output.LayerNorm", eps)
        widened = ACTIVATIONS[config["hidden_act"]](linear(x, tensors, name + "intermediate.dense"))
        x = layer_norm(x + linear(widened, tensors, name + "output.dense"), tensors, name + "output.LayerNorm", eps)
        states.append(x)
    return states


def states_of(tensors, config, inputs):
    types = inputs.get("token_type_ids")
    return encode(tensors, config, torch.tensor(inputs["input_ids"]), inputs.get("attention_mask"),
                  None if types is None else torch.tensor(types))


def pooled(tensors, config, final):
    """tanh of a dense layer on the first token."""
    return torch.tanh(linear(final[:, 0], tensors, config["model_type"] + ".pooler.dense"))


def bert_masked(tensors, config, inputs):
    states = states_of(tensors, config, inputs)
    name = "cls.predictions."
    x = ACTIVATIONS[config["hidden_act"]](linear(states[-1], tensors, name + "transform.dense"))
    x = layer_norm(x, tensors, name + "transform.LayerNorm", config["layer_norm_eps"])
    logits = x @ tensors["bert.embeddings.word_embeddings.weight"].T + tensors[name + "bias"]
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def roberta_masked(tensors, config, inputs):
    states = states_of(tensors, config, inputs)
    x = ACTIVATIONS["gelu"](linear(states[-1], tensors, "lm_head.dense"))
    x = layer_norm(x, tensors, "lm_head.layer_norm", config["layer_norm_eps"])
    logits = x @ tensors["roberta.embeddings.word_embeddings.weight"].T + tensors["lm_head.bias"]
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def bert_sequence(tensors, config, inputs):
    states = states_of(tensors, config, inputs)
    pool = pooled(tensors, config, states[-1])
    logits = linear(pool, tensors, "classifier")
    if config.get("problem_type") == "regression":
        loss = ((logits[:, 0] - torch.tensor(inputs["labels"], dtype=logits.dtype)) ** 2).mean()
    else:
        loss = cross_entropy(logits, inputs["labels"])
    return {"hidden_states": states, "final_hidden": states[-1], "pooled": pool, "logits": logits, "loss": loss}


def roberta_sequence(tensors, config, inputs):
    states = states_of(tensors, config, inputs)
    x = torch.tanh(linear(states[-1][:, 0], tensors, "classifier.dense"))
    logits = linear(x, tensors, "classifier.out_proj")
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def bert_tokens(tensors, config, inputs):
    states = states_of(tensors, config, inputs)
    logits = linear(states[-1], tensors, "classifier")
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def bert_answers(tensors, config, inputs):
    states = states_of(tensors, config, inputs)
    start, end = linear(states[-1], tensors, "qa_outputs").unbind(-1)
    loss = (cross_entropy(start, inputs["start_positions"]) + cross_entropy(end, inputs["end_positions"])) / 2.0
    return {"hidden_states": states, "final_hidden": states[-1], "start_logits": start, "end_logits": end,
            "loss": loss}


def choices_of(rows):
    """Six rows in three pairs of two as [2, 3, time]."""
    return {key: [[rows[0][key][0], rows[0][key][1], rows[1][key][0]],
                  [rows[1][key][1], rows[2][key][0], rows[2][key][1]]] for key in rows[0]}


def bert_choices(tensors, config, inputs):
    """Inputs are [batch, choices, time]; every choice is a sequence of its own, and the softmax goes over choices."""
    ids = torch.tensor(inputs["input_ids"])
    batch, choices, time = ids.shape
    mask = [row for rows in inputs["attention_mask"] for row in rows]
    types = torch.tensor(inputs["token_type_ids"]).view(-1, time) if "token_type_ids" in inputs else None
    states = encode(tensors, config, ids.view(-1, time), mask, types)
    pool = pooled(tensors, config, states[-1])
    logits = linear(pool, tensors, "classifier").view(batch, choices)
    return {"hidden_states": states, "final_hidden": states[-1], "pooled": pool, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


# ---------------------------------------------------------------------------------------------------------------

# a key's bias adds the same to all scores of a query: softmax takes it away
NO_EFFECT = ("attention.self.key.bias",)


def config_of(kind, architecture, hidden, inner, heads, **more):
    bert = kind == "bert"
    config = {"architectures": [architecture], "attention_probs_dropout_prob": 0.1}
    if not bert:
        config.update({"bos_token_id": 0})
    config.update({"classifier_dropout": None})
    if not bert:
        config.update({"eos_token_id": 2})
    config.update({"hidden_act": "gelu", "hidden_dropout_prob": 0.1, "hidden_size": hidden,
                   "initializer_range": 0.02, "intermediate_size": inner,
                   "layer_norm_eps": 1e-12 if bert else 1e-05, "max_position_embeddings": T if bert else T + 2,
                   "model_type": kind, "num_attention_heads": heads, "num_hidden_layers": 2,
                   "pad_token_id": 0 if bert else 1, "position_embedding_type": "absolute",
                   "torch_dtype": "float32", "transformers_version": "4.46.0",
                   "type_vocab_size": 2 if bert else 1, "use_cache": True, "vocab_size": V, **more})
    return config


def draw(name, config):
    w = Weights(name)
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    root = config["model_type"] + "."
    w.matrix(root + "embeddings.word_embeddings.weight", V, hidden)
    w.matrix(root + "embeddings.position_embeddings.weight", config["max_position_embeddings"], hidden)
    w.matrix(root + "embeddings.token_type_embeddings.weight", config["type_vocab_size"], hidden)
    w.layer_norm(root + "embeddings.LayerNorm", hidden)
    for layer in range(config["num_hidden_layers"]):
        part = f"{root}encoder.layer.{layer}."
        for which in ("query", "key", "value"):
            w.linear(f"{part}attention.self.{which}", hidden, hidden)
        w.linear(part + "attention.output.dense", hidden, hidden)
        w.layer_norm(part + "attention.output.LayerNorm", hidden)
        w.linear(part + "intermediate.dense", inner, hidden)
        w.linear(part + "output.dense", hidden, inner)
        w.layer_norm(part + "output.LayerNorm", hidden)
    return w


def labels_config(count):
    return {"id2label": {str(i): f"LABEL_{i}" for i in range(count)},
            "label2id": {f"LABEL_{i}": i for i in range(count)}}


def pairs(name, length=10, lengths=(10, 7), pad=0, low=5):
    """Two rows of two segments each, the second row padded."""
    ids, mask = pad_right(token_ids(name, 2, length, low, V), lengths, pad)
    types = [[1 if 5 <= at < real else 0 for at in range(length)] for real in lengths]
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def quieted(w, inputs):
    """The third token of the first row becomes quiet: there the first norm's epsilon shows."""
    root = "roberta." if "roberta.embeddings.word_embeddings.weight" in w.tensors else "bert."
    place = 2 if root == "bert." else 2 + 2
    w.quiet(root + "embeddings.word_embeddings.weight", inputs["input_ids"][0][2],
            w.tensors[root + "embeddings.position_embeddings.weight"][place],
            w.tensors[root + "embeddings.token_type_embeddings.weight"][0])


def masked_labels(inputs, places):
    """Labels at some places: the tokens that should stand there."""
    answers = token_ids("answers", 2, len(inputs["input_ids"][0]), 5, V)
    return [[answer if at in row_places else -100 for at, answer in enumerate(row)]
            for row, row_places in zip(answers, places)]


def published_names(tensors):
    """The names of bert-base-uncased as it was first published: gamma and beta in the norms."""
    return {name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): tensor
            for name, tensor in tensors.items()}


def bert_masked_published(tensors, config, inputs):
    renamed = {name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias"): tensor
               for name, tensor in tensors.items()}
    return bert_masked(renamed, config, inputs)


def cases():
    config = config_of("bert", "BertForMaskedLM", 32, 40, 4)
    w = draw("bert", config)
    w.linear("cls.predictions.transform.dense", 32, 32)
    w.layer_norm("cls.predictions.transform.LayerNorm", 32)
    w.bias("cls.predictions.bias", V)
    inputs = pairs("bert")
    inputs["labels"] = masked_labels(inputs, ({1, 4, 8}, {2, 5}))
    quieted(w, inputs)
    yield Case("bert", config, w, inputs, bert_masked, no_effect=NO_EFFECT,
               note="The decoder is tied to the word embeddings; its bias is cls.predictions.bias. No pooler.")

    config = config_of("bert", "BertForMaskedLM", 16, 24, 2)
    w = draw("bert-published", config)
    w.linear("cls.predictions.transform.dense", 16, 16)
    w.layer_norm("cls.predictions.transform.LayerNorm", 16)
    w.bias("cls.predictions.bias", V)
    extra = Weights("bert-published extra")
    extra.linear("bert.pooler.dense", 16, 16)
    extra.linear("cls.seq_relationship", 2, 16)
    buffers = {name: tensor.to(torch.float32) for name, tensor in extra.tensors.items()}
    inputs = pairs("bert-published")
    inputs["labels"] = masked_labels(inputs, ({1, 4, 8}, {2, 5}))
    quieted(w, inputs)
    w.tensors = published_names(w.tensors)
    yield Case("bert-published", config, w, inputs, bert_masked_published, no_effect=NO_EFFECT, buffers=buffers,
               note="As bert-base-uncased was published: norms named gamma and beta; a pooler and a next-sentence head "
                    "that masked language modelling does not use.")

    config = config_of("bert", "BertForSequenceClassification", 16, 24, 2, **labels_config(3))
    w = draw("bert-sequence-classification", config)
    w.linear("bert.pooler.dense", 16, 16)
    w.linear("classifier", 3, 16)
    inputs = {**pairs("bert sequence"), "labels": [2, 0]}
    quieted(w, inputs)
    yield Case("bert-sequence-classification", config, w, inputs, bert_sequence, no_effect=NO_EFFECT)

    config = config_of("bert", "BertForSequenceClassification", 16, 24, 2, **labels_config(1),
                       problem_type="regression")
    w = draw("bert-regression", config)
    w.linear("bert.pooler.dense", 16, 16)
    w.linear("classifier", 1, 16)
    inputs = {**pairs("bert regression"), "labels": [0.75, -1.5]}
    quieted(w, inputs)
    yield Case("bert-regression", config, w, inputs, bert_sequence, no_effect=NO_EFFECT, note="One label: mean squared error.")

    config = config_of("bert", "BertForTokenClassification", 16, 24, 2, **labels_config(5))
    w = draw("bert-token-classification", config)
    w.linear("classifier", 5, 16)
    inputs = pairs("bert tokens")
    inputs["labels"] = labels_of([[row % 3 + at % 3 for at in range(10)] for row in range(2)],
                                 inputs["attention_mask"])
    inputs["labels"][0][0] = -100
    quieted(w, inputs)
    yield Case("bert-token-classification", config, w, inputs, bert_tokens, no_effect=NO_EFFECT, note="No pooler.")

    config = config_of("bert", "BertForQuestionAnswering", 16, 24, 2)
    w = draw("bert-question-answering", config)
    w.linear("qa_outputs", 2, 16)
    inputs = {**pairs("bert answers"), "start_positions": [6, 5], "end_positions": [8, 6]}
    quieted(w, inputs)
    yield Case("bert-question-answering", config, w, inputs, bert_answers,
               no_effect=NO_EFFECT,
               note="The logits at padding are not hidden by the model. The loss is the mean of the two cross-entropies "
                    "over all positions, padding too.")

    config = config_of("bert", "BertForMultipleChoice", 16, 24, 2)
    w = draw("bert-multiple-choice", config)
    w.linear("bert.pooler.dense", 16, 16)
    w.linear("classifier", 1, 16)
    rows = [pairs(f"bert choice {question}", lengths=lengths) for question, lengths in
            enumerate([(10, 8), (9, 10), (7, 10)])]
    inputs = choices_of(rows)
    quieted(w, rows[0])
    yield Case("bert-multiple-choice", config, w, {**inputs, "labels": [1, 2]}, bert_choices, no_effect=NO_EFFECT,
               note="Inputs are [batch, choices, time]; hidden states are [batch * choices, time, hidden].")

    config = config_of("roberta", "RobertaForMaskedLM", 32, 40, 4)
    w = draw("roberta", config)
    w.linear("lm_head.dense", 32, 32)
    w.layer_norm("lm_head.layer_norm", 32)
    w.bias("lm_head.bias", V)
    ids, mask = pad_right(token_ids("roberta", 2, 10, 5, V), (10, 7), 1)
    inputs = {"input_ids": ids, "attention_mask": mask}
    inputs["labels"] = masked_labels(inputs, ({1, 4, 8}, {2, 5}))
    quieted(w, inputs)
    yield Case("roberta", config, w, inputs, roberta_masked, no_effect=NO_EFFECT,
               note="Positions begin at pad_token_id + 1 = 2. The decoder is tied; its bias is lm_head.bias.")

    config = config_of("roberta", "RobertaForSequenceClassification", 16, 24, 2, **labels_config(3))
    w = draw("roberta-sequence-classification", config)
    w.linear("classifier.dense", 16, 16)
    w.linear("classifier.out_proj", 3, 16)
    ids, mask = pad_right(token_ids("roberta sequence", 2, 10, 5, V), (10, 6), 1)
    inputs = {"input_ids": ids, "attention_mask": mask, "labels": [1, 0]}
    quieted(w, inputs)
    yield Case("roberta-sequence-classification", config, w, inputs, roberta_sequence, no_effect=NO_EFFECT)

    config = config_of("roberta", "RobertaForMultipleChoice", 16, 32, 2, num_hidden_layers=1)
    w = draw("roberta-multiple-choice", config)
    w.linear("roberta.pooler.dense", 16, 16)
    w.linear("classifier", 1, 16)
    rows = [pairs(f"roberta choice {question}", 8, lengths, 1) for question, lengths in
            enumerate([(8, 6), (7, 8), (5, 8)])]
    for row in rows:
        del row["token_type_ids"]
    quieted(w, rows[0])
    yield Case("roberta-multiple-choice", config, w, {**choices_of(rows), "labels": [2, 0]}, bert_choices,
               no_effect=NO_EFFECT, note="The pooler is roberta.pooler.dense.")
