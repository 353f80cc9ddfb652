"""One process of training steps in PyTorch: a model of the train-step benchmark, written with torch operations.
Arguments: threads, steps, family (llama or gpt2), layers, width, heads, intermediate, time, vocabulary, batch, rows of positions (gpt2).
Answers with {"secondsPerStep": [...], "loss": of the first step, "peakMegabytes": VmHWM / 1e6}."""
import json
import math
import sys
import time


def peak_megabytes():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmHWM"))
    except OSError:
        return None


def main():
    try:
        import torch
    except ImportError:
        print(json.dumps({"missing": "PyTorch is not installed (Debian: python3-torch)"}), flush=True)
        return
    from torch import nn
    from torch.nn import functional

    family = sys.argv[3]
    threads, steps = int(sys.argv[1]), int(sys.argv[2])
    layers, width, heads, intermediate, context, vocabulary, batch, rows_of_positions = map(int, sys.argv[4:12])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    print(json.dumps({"peer": "PyTorch " + torch.__version__}), flush=True)
    size = width // heads
    angles = torch.arange(context)[:, None] * 10000.0 ** (-torch.arange(0, size, 2) / size)[None, :]
    cosines, sines = angles.cos(), angles.sin()
    hidden_from_later = torch.full((context, context), float("-inf")).triu(1)

    def normed(x, weight):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * weight

    def turned(x):
        first, second = x.chunk(2, -1)
        return torch.cat((first * cosines - second * sines, second * cosines + first * sines), -1)

    def by_head(packed):
        return packed.view(batch, context, 3, heads, size).permute(2, 0, 3, 1, 4)

    def attended(queries, keys, values):
        weights = (queries @ keys.transpose(-2, -1) / math.sqrt(size) + hidden_from_later).softmax(-1)
        return (weights @ values).transpose(1, 2).reshape(batch, context, width)

    class LlamaBlock(nn.Module):
        def __init__(self):
            super().__init__()
            self.attention_norm = nn.Parameter(torch.ones(width))
            self.qkv = nn.Linear(width, 3 * width, bias=False)
            self.output = nn.Linear(width, width, bias=False)
            self.feed_norm = nn.Parameter(torch.ones(width))
            self.gate_up = nn.Linear(width, 2 * intermediate, bias=False)
            self.down = nn.Linear(intermediate, width, bias=False)

        def forward(self, x):
            packed = by_head(self.qkv(normed(x, self.attention_norm)))
            x = x + self.output(attended(turned(packed[0]), turned(packed[1]), packed[2]))
            gate, up = self.gate_up(normed(x, self.feed_norm)).chunk(2, -1)
            return x + self.down(functional.silu(gate) * up)

    class Llama(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(vocabulary, width)
            self.blocks = nn.ModuleList([LlamaBlock() for _ in range(layers)])
            self.norm = nn.Parameter(torch.ones(width))

        def forward(self, tokens):
            x = self.embedding(tokens)
            for block in self.blocks:
                x = block(x)
            return normed(x, self.norm) @ self.embedding.weight.t()

    class Gpt2Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.attention_norm = nn.LayerNorm(width)
            self.qkv = nn.Linear(width, 3 * width)
            self.output = nn.Linear(width, width)
            self.feed_norm = nn.LayerNorm(width)
            self.up = nn.Linear(width, intermediate)
            self.down = nn.Linear(intermediate, width)

        def forward(self, x):
            x = x + self.output(attended(*by_head(self.qkv(self.attention_norm(x)))))
            return x + self.down(functional.gelu(self.up(self.feed_norm(x)), approximate="tanh"))

    class Gpt2(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(vocabulary, width)
            self.positions = nn.Embedding(rows_of_positions, width)
            self.blocks = nn.ModuleList([Gpt2Block() for _ in range(layers)])
            self.norm = nn.LayerNorm(width)

        def forward(self, tokens):
            x = self.embedding(tokens) + self.positions(torch.arange(context))
            for block in self.blocks:
                x = block(x)
            return self.norm(x) @ self.embedding.weight.t()

    model = {"llama": Llama, "gpt2": Gpt2}[family]()
    for name, parameter in model.named_parameters():
        if parameter.dim() == 2:
            nn.init.normal_(parameter, 0, 0.02)
        elif name.endswith("bias"):
            nn.init.zeros_(parameter)
    matrices = [parameter for parameter in model.parameters() if parameter.dim() >= 2]
    vectors = [parameter for parameter in model.parameters() if parameter.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}], lr=1e-3, betas=(0.9, 0.95), eps=1e-8)
    tokens = torch.randint(vocabulary, (batch, context))
    targets = torch.randint(vocabulary, (batch, context))
    seconds, first_loss = [], None
    for step in range(steps + 1):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(model(tokens).view(-1, vocabulary), targets.view(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step > 0:
            seconds.append(time.perf_counter() - start)
        else:
            first_loss = loss.item()
    print(json.dumps({"secondsPerStep": seconds, "loss": first_loss, "peakMegabytes": peak_megabytes()}), flush=True)


main()
