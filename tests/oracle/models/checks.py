"""What each reference model must fulfil before its numbers are written.

- single precision gives the same outputs within 1e-5 of their size and one;
- every stored tensor matters: changing it changes an output (all but those that cannot, by mathematics);
- in a causal model a later token changes no earlier logits, but does change later ones;
- every key of the config that is in force matters: the usual mistake in it (ALTERNATIVES) changes an output by far more
  than the tolerance of a comparison;
- what stands at padding changes nothing at real positions, and a row without its padding gives the same.
"""

import copy
import sys

import torch

# The least change of an output, of its size and one, by which a mistake in a convention must show.
VISIBLE = 1.5e-4


def other_epsilon(value):
    return 1e-5 if value < 1e-8 else value / 10.0


def other_activation(value):
    return {"gelu": "gelu_new", "silu": "gelu", "relu": "gelu"}.get(value, "gelu")


# What each key is easily mistaken for.
ALTERNATIVES = {
    "layer_norm_eps": other_epsilon, "layer_norm_epsilon": other_epsilon, "rms_norm_eps": other_epsilon,
    "norm_eps": other_epsilon,
    "activation": other_activation, "activation_function": other_activation, "hidden_act": other_activation,
    "hidden_activation": other_activation, "classifier_activation": other_activation,
    "feed_forward_proj": lambda value: {"relu": "gelu"}.get(value),
    "rope_theta": lambda value: 10000.0 if value != 10000.0 else 500000.0,
    "rope_scaling": lambda value: value and {**value, "factor": 2.0},
    "global_rope_theta": lambda value: 10000.0, "local_rope_theta": lambda value: 160000.0,
    "classifier_pooling": lambda value: "cls" if value == "mean" else "mean",
    "rotary_pct": lambda value: 1.0, "sliding_window": lambda value: value and value + 1,
    "local_attention": lambda value: value + 2, "global_attn_every_n_layers": lambda value: 2,
    "attn_logit_softcapping": lambda value: 50.0, "final_logit_softcapping": lambda value: 30.0,
    "query_pre_attn_scalar": lambda value: 16, "use_parallel_residual": lambda value: not value,
    "scale_embedding": lambda value: not value, "relative_attention_max_distance": lambda value: 128,
    "num_experts_per_tok": lambda value: 1,
}


def flat(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in flat(item)]
    return []


def everything(outputs):
    return torch.cat([tensor.reshape(-1).to(torch.float64) for value in outputs.values() for tensor in flat(value)])


def run(case, tensors=None, inputs=None):
    return case.forward(tensors or case.weights.tensors, case.config, inputs or case.inputs)


def check(case):
    outputs = run(case)
    values = everything(outputs)
    assert bool(torch.isfinite(values).all()), f"{case.name}: not finite"
    single = everything(run(case, {name: tensor.to(torch.float32) for name, tensor in case.weights.tensors.items()}))
    worst = ((values - single).abs() / (1.0 + values.abs())).max().item()
    assert worst < 1e-5, f"{case.name}: single precision is off by {worst}"
    check_tensors_matter(case, values)
    check_keys_matter(case, values)
    if case.causal:
        check_causality(case, outputs)
    if "attention_mask" in case.inputs:
        check_padding(case, outputs)


def check_tensors_matter(case, values):
    for name, tensor in case.weights.tensors.items():
        changed = dict(case.weights.tensors)
        # not one factor or one shift for all: some layers undo those
        changed[name] = tensor + 0.05 * torch.linspace(-1.0, 1.0, tensor.numel(), dtype=tensor.dtype).view_as(tensor)
        moved = everything(run(case, changed)).sub(values).abs().max().item()
        if name.endswith(case.no_effect) and case.no_effect:
            assert moved < 1e-9, f"{case.name}: {name} should have no effect, but moves {moved}"
        else:
            assert moved > 1e-6, f"{case.name}: {name} has no effect"


def change(case, values, config):
    changed = copy.copy(case)
    changed.config = config
    return ((everything(run(changed)) - values).abs() / (1.0 + values.abs())).max().item()


def check_keys_matter(case, values):
    for key, alternative in ALTERNATIVES.items():
        value = case.config.get(key)
        other = alternative(value) if value is not None else None
        if other is None or other == value:
            continue
        moved = change(case, values, {**case.config, key: other})
        if key in case.inert:
            assert moved == 0.0, f"{case.name}: {key} is not in force, but {other} changes outputs"
        else:
            assert moved > VISIBLE, f"{case.name}: {key} {other} in place of {value} shows only by {moved:.2g}"
    module = sys.modules[case.forward.__module__]
    if hasattr(module, "EPS"):
        right = module.EPS
        module.EPS = other_epsilon(right)
        moved = change(case, values, case.config)
        module.EPS = right
        assert moved > VISIBLE, f"{case.name}: the epsilon shows only by {moved:.2g}"


def check_causality(case, outputs):
    ids = case.inputs.get("decoder_input_ids", case.inputs["input_ids"])
    key = "decoder_input_ids" if "decoder_input_ids" in case.inputs else "input_ids"
    at = 4
    inputs = copy.deepcopy(case.inputs)
    for row in range(len(ids)):
        inputs[key][row][at] = (ids[row][at] + 1) % 50 + 3
    logits = run(case, inputs=inputs)["logits"]
    moved = (logits - outputs["logits"]).abs()
    assert moved[:, :at].max().item() == 0.0, f"{case.name}: a later token changed earlier logits"
    assert moved[:, at].max().item() > 1e-6, f"{case.name}: a token does not change its own logits"


def check_padding(case, outputs):
    """Other ids at the padding; the outputs at real positions stay. Pads that the model finds by their id stay too."""
    mask = torch.tensor(case.inputs["attention_mask"], dtype=torch.bool)
    assert not bool(mask.all()), f"{case.name}: a mask that hides nothing"
    ids = torch.tensor(case.inputs["input_ids"])
    inputs = copy.deepcopy(case.inputs)
    finds_pads = case.config["architectures"][0].endswith("ForSequenceClassification") or \
        case.config["model_type"] == "roberta"
    if not finds_pads:
        inputs["input_ids"] = torch.where(mask, ids, (ids + 5) % 50).tolist()
    changed = run(case, inputs=inputs)
    mask = mask.view(-1, mask.shape[-1])
    for name, value in outputs.items():
        if name == "loss" and "start_positions" in inputs:
            continue              # the softmax over positions takes in the padding
        for before, after in zip(flat(value), flat(changed[name])):
            if tuple(before.shape[:2]) == tuple(mask.shape):
                before, after = before[mask], after[mask]
            assert (before - after).abs().max().item() < 1e-12, f"{case.name}: padding changes {name}"
