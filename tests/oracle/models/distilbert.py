"""DistilBERT, from Sanh et al. 2019: BERT without token types and pooler, under names of its own."""

import torch

from common import (ACTIVATIONS, Case, Weights, attention, cross_entropy, everything, layer_norm, linear, merge_heads,
                    only_real, pad_right, split_heads, token_ids)

V, T, EPS = 61, 24, 1e-12


def encode(tensors, config, inputs):
    ids = torch.tensor(inputs["input_ids"])
    name = "distilbert.embeddings."
    x = tensors[name + "word_embeddings.weight"][ids] + tensors[name + "position_embeddings.weight"][: ids.shape[1]]
    x = layer_norm(x, tensors, name + "LayerNorm", EPS)
    states = [x]
    visible = only_real(everything(ids.shape[1], ids.shape[1]), inputs.get("attention_mask"))
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


def config_of(architecture, hidden, inner, heads):
    return {"activation": "gelu", "architectures": [architecture], "attention_dropout": 0.1, "dim": hidden,
            "dropout": 0.1, "hidden_dim": inner, "initializer_range": 0.02, "max_position_embeddings": T,
            "model_type": "distilbert", "n_heads": heads, "n_layers": 2, "pad_token_id": 0, "qa_dropout": 0.1,
            "seq_classif_dropout": 0.2, "sinusoidal_pos_embds": False, "tie_weights_": True,
            "torch_dtype": "float32", "transformers_version": "4.46.0", "vocab_size": V}


def draw(name, hidden, inner):
    w = Weights(name)
    w.matrix("distilbert.embeddings.word_embeddings.weight", V, hidden)
    w.matrix("distilbert.embeddings.position_embeddings.weight", T, hidden)
    w.layer_norm("distilbert.embeddings.LayerNorm", hidden)
    for layer in range(2):
        part = f"distilbert.transformer.layer.{layer}."
        for which in ("q_lin", "k_lin", "v_lin", "out_lin"):
            w.linear(f"{part}attention.{which}", hidden, hidden)
        w.layer_norm(part + "sa_layer_norm", hidden)
        w.linear(part + "ffn.lin1", inner, hidden)
        w.linear(part + "ffn.lin2", hidden, inner)
        w.layer_norm(part + "output_layer_norm", hidden)
    return w


def cases():
    no_effect = ("attention.k_lin.bias",)
    w = draw("distilbert", 32, 40)
    w.linear("vocab_transform", 32, 32)
    w.layer_norm("vocab_layer_norm", 32)
    w.bias("vocab_projector.bias", V)
    ids, mask = pad_right(token_ids("distilbert", 2, 10, 5, V), (10, 7), 0)
    answers = token_ids("distilbert answers", 2, 10, 5, V)
    labels = [[answer if at in places else -100 for at, answer in enumerate(row)]
              for row, places in zip(answers, ({0, 3, 9}, {1, 6}))]
    w.quiet("distilbert.embeddings.word_embeddings.weight", ids[0][2],
            w.tensors["distilbert.embeddings.position_embeddings.weight"][2])
    yield Case("distilbert", config_of("DistilBertForMaskedLM", 32, 40, 4), w,
               {"input_ids": ids, "attention_mask": mask, "labels": labels}, masked, no_effect=no_effect,
               note="vocab_projector.weight is tied to the word embeddings and not stored; its bias is.")

    w = draw("distilbert-sequence-classification", 16, 24)
    w.linear("pre_classifier", 16, 16)
    w.linear("classifier", 2, 16)
    ids, mask = pad_right(token_ids("distilbert sequence", 2, 9, 5, V), (9, 6), 0)
    w.quiet("distilbert.embeddings.word_embeddings.weight", ids[0][2],
            w.tensors["distilbert.embeddings.position_embeddings.weight"][2])
    yield Case("distilbert-sequence-classification",
               config_of("DistilBertForSequenceClassification", 16, 24, 2), w,
               {"input_ids": ids, "attention_mask": mask, "labels": [1, 0]}, sequence, no_effect=no_effect,
               note="Two labels are the default, so config.json does not name them.")
