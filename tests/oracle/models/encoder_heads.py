"""Heads that the families' own files leave out: ModernBERT with all its biases labels tokens, Llama finds answers."""

import copy

import bert
import llama
import modernbert
from common import Case, Weights, cross_entropy, linear, pad_right, token_ids

V = 61


def modernbert_tokens(tensors, config, inputs):
    states, final = modernbert.encode(tensors, config, inputs)
    logits = linear(modernbert.head(final, tensors, config), tensors, "classifier")
    return {"hidden_states": states, "final_hidden": final, "logits": logits,
            "loss": cross_entropy(logits, inputs["labels"])}


def answers(states, final, tensors, inputs):
    start, end = linear(final, tensors, "qa_outputs").unbind(-1)
    loss = (cross_entropy(start, inputs["start_positions"]) + cross_entropy(end, inputs["end_positions"])) / 2.0
    return {"hidden_states": states, "final_hidden": final, "start_logits": start, "end_logits": end, "loss": loss}


def llama_answers(tensors, config, inputs):
    renamed = {("model." + name[len("transformer."):] if name.startswith("transformer.") else name): tensor
               for name, tensor in tensors.items()}
    states, final = llama.trunk(renamed, config, inputs)
    return answers(states, final, renamed, inputs)


# ---------------------------------------------------------------------------------------------------------------

def modernbert_config(architecture, biases, **more):
    config = copy.deepcopy(next(modernbert.cases()).config)
    config.update({"architectures": [architecture], "hidden_size": 16, "intermediate_size": 20,
                   "num_attention_heads": 2, "num_hidden_layers": 3, "global_attn_every_n_layers": 2,
                   "local_attention": 4, "attention_bias": biases, "mlp_bias": biases,
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
    name = "modernbert-token-classification"
    config = modernbert_config("ModernBertForTokenClassification", True, **bert.labels_config(4))
    ids, mask = pad_right(token_ids(name, 2, 10, 0, 57), (10, 8), 59)
    labels = [[(row + at) % 4 if at < real else -100 for at in range(10)] for row, real in enumerate((10, 8))]
    w = draw_modernbert(name, config, 4)
    w.quiet("model.embeddings.tok_embeddings.weight", ids[0][2])
    yield Case(name, config, w, {"input_ids": ids, "attention_mask": mask, "labels": labels}, modernbert_tokens,
               inert=("layer_norm_eps", "classifier_pooling"),
               note="All the biases that a config can ask for. The head stands before the classifier here too.")

    name = "llama-question-answering"
    config = llama.llama_config("LlamaForQuestionAnswering", **llama.sizes(16, 24, 2, 2, 1), pad_token_id=0)
    w = llama.draw(name, config, head=False)
    w.tensors = {"transformer." + key[len("model."):]: tensor for key, tensor in w.tensors.items()}
    w.linear("qa_outputs", 2, 16)
    yield Case(name, config, w, {"input_ids": token_ids(name, 2, 8, 3, V), "start_positions": [2, 5],
                                 "end_positions": [4, 5]}, llama_answers,
               note="This class calls its trunk transformer, not model. No padding.")
