"""Single operations in PyTorch. Argument: threads. Each line of input names an operation, its sizes and the seconds to try for, and is answered by
{"seconds": [of one call, try by try]}:
attention TIME HEADS SIZE CAUSAL GRADIENT | layernorm ROWS WIDTH GRADIENT | crossentropy ROWS CLASSES GRADIENT | adamw WEIGHTS
Attention with its gradient is the forward and the backward pass, and so is cross-entropy with its own; a layer norm's gradient is its backward pass alone."""
import json
import math
import sys
import time


def timed(call, budget):
    for _ in range(2):
        start = time.perf_counter()
        call()
        once = time.perf_counter() - start
        if once > 0.005:
            break
    calls = max(1, int(0.005 / max(once, 1e-9)))
    seconds, whole = [], time.perf_counter()
    while not seconds or time.perf_counter() - whole < budget:
        start = time.perf_counter()
        for _ in range(calls):
            call()
        seconds.append((time.perf_counter() - start) / calls)
    return seconds


def main():
    try:
        import torch
    except ImportError:
        print(json.dumps({"missing": "PyTorch is not installed (Debian: python3-torch)"}), flush=True)
        return
    from torch.nn import functional

    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(1)
    print(json.dumps({"peer": "PyTorch " + torch.__version__}), flush=True)

    def attention(length, heads, size, causal, gradient):
        packed = torch.randn(1, length, 3, heads, size, requires_grad=bool(gradient))
        mask = torch.full((length, length), float("-inf")).triu(1) if causal else None
        upstream = torch.randn(1, length, heads * size)

        def forward():
            queries, keys, values = packed.permute(2, 0, 3, 1, 4)
            scores = queries @ keys.transpose(-2, -1) / math.sqrt(size)
            weights = (scores if mask is None else scores + mask).softmax(-1)
            return (weights @ values).transpose(1, 2).reshape(1, length, heads * size)

        return (lambda: torch.autograd.grad(forward(), packed, upstream)) if gradient else forward

    def layernorm(rows, width, gradient):
        x = torch.randn(rows, width, requires_grad=bool(gradient))
        weight, bias = (torch.randn(width, requires_grad=bool(gradient)) for _ in range(2))
        if not gradient:
            return lambda: functional.layer_norm(x, (width,), weight, bias)
        y, upstream = functional.layer_norm(x, (width,), weight, bias), torch.randn(rows, width)
        return lambda: torch.autograd.grad(y, (x, weight, bias), upstream, retain_graph=True)

    def crossentropy(rows, classes, gradient):
        logits, targets = torch.randn(rows, classes, requires_grad=bool(gradient)), torch.randint(classes, (rows,))
        if not gradient:
            return lambda: functional.cross_entropy(logits, targets)
        return lambda: torch.autograd.grad(functional.cross_entropy(logits, targets), logits)

    def adamw(weights, foreach):
        width = 768
        parameters = [torch.nn.Parameter(torch.randn(part, width)) for part in [3072] * (weights // (3072 * width))]
        for parameter in parameters:
            parameter.grad = torch.randn_like(parameter)
        optimizer = torch.optim.AdamW(parameters, lr=1e-3, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1, foreach=foreach)

        def step():
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()

        return step

    operations = {"attention": attention, "layernorm": layernorm, "crossentropy": crossentropy}
    for line in sys.stdin:
        name, *numbers, budget = line.split()
        numbers, budget = [int(number) for number in numbers], float(budget)
        if name == "adamw":
            # Parameter by parameter and all in one: whichever is faster.
            seconds = min((timed(adamw(*numbers, foreach), budget) for foreach in (False, True)), key=min)
        else:
            seconds = timed(operations[name](*numbers), budget)
        print(json.dumps({"seconds": seconds}), flush=True)


main()
