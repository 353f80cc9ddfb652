"""What each reference model must fulfil before its numbers are written.

- single precision gives the same outputs within 1e-4 of their size;
- every stored tensor matters: changing it changes an output (all but those that cannot, by mathematics);
- in a causal model a later token changes no earlier logits, but does change later ones;
- what stands at padding changes nothing at real positions, and a row without its padding gives the same.
"""

import copy

import torch


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
    assert worst < 1e-4, f"{case.name}: single precision is off by {worst}"
    check_tensors_matter(case, values)
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
