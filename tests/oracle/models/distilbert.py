"""DistilBERT, from Sanh et al. 2019: BERT without token types and pooler, under names of its own."""

import torch

from common import (ACTIVATIONS, Case, Weights, attention, cross_entropy, everything, layer_norm, linear, merge_heads,
                    only_real, pad_right, split_heads, token_ids)

V, T, EPS = 61, 24, 1e-12


def encode(tensors, config, inputs):
    """Inputs are [batch, time], or [batch, choices, time]: then every choice is a sequence of its own."""
    ids = torch.tensor(inputs["input_ids"])
    ids = ids.view(-1, ids.shape[-1])
    mask = torch.tensor(inputs["attention_mask"]).view_as(ids).tolist()
    name = "distilbert.embeddings."
    x = tensors[name + "word_embeddings.weight"][ids] + tensors[name + "position_embeddings.weight"][: ids.shape[1]]
    x = layer_norm(x, tensors, name + "LayerNorm", EPS)
    states = [x]
    visible = only_real(everything(ids.shape[1], ids.shape[1]), mask)
    for layer in range(config["n_layers"]):
        name = f"distilbert.transformer.layer.{layer}."
        q, k, v = (split_heads(linear(x, tensors, f"{name}attention.{part}"), config["n_heads"])
                   for part in ("q_lin", "k_lin", "v_lin"))
        mixed = merge_heads(attention(q, k, v, visible, q.shape[-1] ** -0.5))
        x = layer_norm(x + linear(mixed, tensors, name + "attention.out_lin"), tensors, name + "sa_layer_norm", EPS)
        widened = ACTIVATIONS[config["activation"]](linear(x, tensors, name + "ffn.lin1"))
        x = layer_norm(x + linear(widened, tensors, name + "ffn.lin2"), tensors, name + "output_layer_norm", EPS)
        states.append(x)
    return states


def masked(tensors, config, inputs):
    states = encode(tensors, config, inputs)
    x = ACTIVATIONS[config["activation"]](linear(states[-1], tensors, "vocab_transform"))
    x = layer_norm(x, tensors, "vocab_layer_norm", EPS)
    logits = x @ tensors["distilbert.embeddings.word_embeddings.weight"].T + tensors["vocab_projector.bias"]
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def sequence(tensors, config, inputs):
    states = encode(tensors, config, inputs)
    logits = linear(torch.relu(linear(states[-1][:, 0], tensors, "pre_classifier")), tensors, "classifier")
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def choices(tensors, config, inputs):
    states = encode(tensors, config, inputs)
    scores = linear(torch.relu(linear(states[-1][:, 0], tensors, "pre_classifier")), tensors, "classifier")
    logits = scores.view(len(inputs["input_ids"]), -1)
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def answers(tensors, config, inputs):
    states = encode(tensors, config, inputs)
    start, end = linear(states[-1], tensors, "qa_outputs").unbind(-1)
    loss = (cross_entropy(start, inputs["start_positions"]) + cross_entropy(end, inputs["end_positions"])) / 2.0
    return {"hidden_states": states, "final_hidden": states[-1], "start_logits": start, "end_logits": end,
            "loss": loss}


def tokens(tensors, config, inputs):
    states = encode(tensors, config, inputs)
    logits = linear(states[-1], tensors, "classifier")
    return {"hidden_states": states, "final_hidden": states[-1], "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def config_of(architecture, hidden, inner, heads, layers=2, **more):
    return {"activation": "gelu", "architectures": [architecture], "attention_dropout": 0.1, "dim": hidden,
            "dropout": 0.1, "hidden_dim": inner, "initializer_range": 0.02, "max_position_embeddings": T,
            "model_type": "distilbert", "n_heads": heads, "n_layers": layers, "pad_token_id": 0, "qa_dropout": 0.1,
            "seq_classif_dropout": 0.2, "sinusoidal_pos_embds": False, "tie_weights_": True,
            "torch_dtype": "float32", "transformers_version": "4.46.0", "vocab_size": V, **more}


def draw(name, hidden, inner, layers=2):
    w = Weights(name)
    w.matrix("distilbert.embeddings.word_embeddings.weight", V, hidden)
    w.matrix("distilbert.embeddings.position_embeddings.weight", T, hidden)
    w.layer_norm("distilbert.embeddings.LayerNorm", hidden)
    for layer in range(layers):
        part = f"distilbert.transformer.layer.{layer}."
        for which in ("q_lin", "k_lin", "v_lin", "out_lin"):
            w.linear(f"{part}attention.{which}", hidden, hidden)
        w.layer_norm(part + "sa_layer_norm", hidden)
        w.linear(part + "ffn.lin1", inner, hidden)
        w.linear(part + "ffn.lin2", hidden, inner)
        w.layer_norm(part + "output_layer_norm", hidden)
    return w


def quieted(w, ids):
    """The third token of the first row becomes quiet: there the first norm's epsilon shows."""
    w.quiet("distilbert.embeddings.word_embeddings.weight", ids[0][2],
            w.tensors["distilbert.embeddings.position_embeddings.weight"][2])


def cases():
    no_effect = ("attention.k_lin.bias",)
    w = draw("distilbert", 32, 40)
    w.linear("vocab_transform", 32, 32)
    w.layer_norm("vocab_layer_norm", 32)
    w.bias("vocab_projector.bias", V)
    ids, mask = pad_right(token_ids("distilbert", 2, 10, 5, V), (10, 7), 0)
    labels = [[answer if at in places else -100 for at, answer in enumerate(row)]
              for row, places in zip(token_ids("distilbert answers", 2, 10, 5, V), ({0, 3, 9}, {1, 6}))]
    quieted(w, ids)
    yield Case("distilbert", config_of("DistilBertForMaskedLM", 32, 40, 4), w,
               {"input_ids": ids, "attention_mask": mask, "labels": labels}, masked, no_effect=no_effect,
               note="vocab_projector.weight is tied to the word embeddings and not stored; its bias is.")

    w = draw("distilbert-sequence-classification", 16, 24)
    w.linear("pre_classifier", 16, 16)
    w.linear("classifier", 2, 16)
    ids, mask = pad_right(token_ids("distilbert sequence", 2, 9, 5, V), (9, 6), 0)
    quieted(w, ids)
    yield Case("distilbert-sequence-classification",
               config_of("DistilBertForSequenceClassification", 16, 24, 2), w,
               {"input_ids": ids, "attention_mask": mask, "labels": [1, 0]}, sequence, no_effect=no_effect,
               note="Two labels are the default, so config.json does not name them.")

    w = draw("distilbert-token-classification", 16, 24, 1)
    w.linear("classifier", 3, 16)
    ids, mask = pad_right(token_ids("distilbert tokens", 2, 8, 5, V), (8, 6), 0)
    quieted(w, ids)
    labels = [[-100, 1, 2, 0, 1, -100, 2, -100], [-100, 0, 0, 2, 1, -100, -100, -100]]
    config = config_of("DistilBertForTokenClassification", 16, 24, 2, 1,
                       id2label={"0": "O", "1": "B-NAME", "2": "I-NAME"}, label2id={"O": 0, "B-NAME": 1, "I-NAME": 2})
    yield Case("distilbert-token-classification", config, w,
               {"input_ids": ids, "attention_mask": mask, "labels": labels}, tokens, no_effect=no_effect)

    w = draw("distilbert-question-answering", 16, 24, 1)
    w.linear("qa_outputs", 2, 16)
    ids, mask = pad_right(token_ids("distilbert question", 2, 8, 5, V), (8, 6), 0)
    quieted(w, ids)
    yield Case("distilbert-question-answering", config_of("DistilBertForQuestionAnswering", 16, 24, 2, 1), w,
               {"input_ids": ids, "attention_mask": mask, "start_positions": [4, 3], "end_positions": [6, 5]}, answers,
               no_effect=no_effect)

    w = draw("distilbert-multiple-choice", 16, 24, 1)
    w.linear("pre_classifier", 16, 16)
    w.linear("classifier", 1, 16)
    ids, mask = pad_right(token_ids("distilbert choices", 4, 8, 5, V), (8, 6, 7, 8), 0)
    quieted(w, ids)
    yield Case("distilbert-multiple-choice", config_of("DistilBertForMultipleChoice", 16, 24, 2, 1), w,
               {"input_ids": [ids[:2], ids[2:]], "attention_mask": [mask[:2], mask[2:]], "labels": [1, 0]}, choices,
               no_effect=no_effect, note="pre_classifier, ReLU, classifier, as for sequences; no pooler with tanh.")
