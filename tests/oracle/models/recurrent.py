"""LSTM and GRU language models: embedding, recurrent layers, output. The layout is our own; the names within `rnn.` are
those of torch.nn.LSTM and torch.nn.GRU."""

import torch

from common import Case, Weights, labels_of, linear, next_token_loss, token_ids

V = 61


def step(kind, tensors, layer, x, h, c):
    """One step. Rows of the weights: LSTM input, forget, cell, output; GRU reset, update, new."""
    from_input = x @ tensors[f"rnn.weight_ih_l{layer}"].T + tensors[f"rnn.bias_ih_l{layer}"]
    from_state = h @ tensors[f"rnn.weight_hh_l{layer}"].T + tensors[f"rnn.bias_hh_l{layer}"]
    if kind == "lstm":
        i, f, g, o = (from_input + from_state).chunk(4, dim=-1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c
    input_r, input_z, input_n = from_input.chunk(3, dim=-1)
    state_r, state_z, state_n = from_state.chunk(3, dim=-1)
    r, z = torch.sigmoid(input_r + state_r), torch.sigmoid(input_z + state_z)
    n = torch.tanh(input_n + r * state_n)      # the reset gate is put on after the product
    return (1.0 - z) * n + z * h, c


def language_model(tensors, config, inputs):
    ids = torch.tensor(inputs["input_ids"])
    kind, hidden = config["model_type"], config["hidden_size"]
    x = tensors["embedding.weight"][ids]
    states = [x]
    last_h, last_c = [], []
    for layer in range(config["num_hidden_layers"]):
        h = torch.zeros(ids.shape[0], hidden, dtype=x.dtype)
        c = torch.zeros_like(h)
        outputs = []
        for time in range(ids.shape[1]):
            h, c = step(kind, tensors, layer, x[:, time], h, c)
            outputs.append(h)
        x = torch.stack(outputs, dim=1)
        states.append(x)
        last_h.append(h)
        last_c.append(c)
    compare_with_torch(kind, tensors, config, states[0], x)
    output = {**tensors, "output.weight": tensors.get("output.weight", tensors["embedding.weight"])}
    logits = linear(x, output, "output")
    outputs = {"hidden_states": states, "final_hidden": x, "last_h": torch.stack(last_h)}
    if kind == "lstm":
        outputs["last_c"] = torch.stack(last_c)
    return {**outputs, "logits": logits, "loss": next_token_loss(logits, inputs["labels"])}


def compare_with_torch(kind, tensors, config, embedded, expected):
    """torch's own layers, loaded with the same weights, give the same."""
    size, layers = config["hidden_size"], config["num_hidden_layers"]
    peer = (torch.nn.LSTM if kind == "lstm" else torch.nn.GRU)(size, size, layers, batch_first=True).to(embedded.dtype)
    peer.load_state_dict({name[len("rnn."):]: tensor for name, tensor in tensors.items() if name.startswith("rnn.")})
    assert torch.allclose(peer(embedded)[0], expected, atol=1e-5 if embedded.dtype == torch.float32 else 1e-12)


def case(kind, hidden, tied):
    w = Weights(kind)
    w.matrix("embedding.weight", V, hidden, std=0.28)
    gates = 4 if kind == "lstm" else 3
    for layer in range(2):
        w.matrix(f"rnn.weight_ih_l{layer}", gates * hidden, hidden, std=0.28)
        w.matrix(f"rnn.weight_hh_l{layer}", gates * hidden, hidden, std=0.28)
        w.bias(f"rnn.bias_ih_l{layer}", gates * hidden)
        w.bias(f"rnn.bias_hh_l{layer}", gates * hidden)
    if not tied:
        w.matrix("output.weight", V, hidden)
    w.bias("output.bias", V)
    config = {"architectures": [("Lstm" if kind == "lstm" else "Gru") + "ForCausalLM"], "hidden_size": hidden,
              "model_type": kind, "num_hidden_layers": 2, "tie_word_embeddings": tied, "torch_dtype": "float32",
              "vocab_size": V}
    ids = token_ids(kind, 2, 8, 0, V)
    return Case(kind, config, w, {"input_ids": ids, "labels": labels_of(ids)}, language_model, causal=True,
                note="States begin at zero. last_h" + (" and last_c are" if kind == "lstm" else " is") +
                     " [layers, batch, hidden] after the last token." + (" Tied to embedding.weight." if tied else ""))


def cases():
    yield case("lstm", 20, False)
    yield case("gru", 20, True)
