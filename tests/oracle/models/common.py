"""What the reference models share: drawing weights, layers, masks, rotary positions, losses.

Every model here is a plain function over a dictionary of tensors by their published names. It knows nothing of the
C# side. Everything is computed in double precision from weights that single precision holds exactly, so that the
numbers are right to all the digits that are stored.
"""

import math
import zlib
from dataclasses import dataclass, field
from typing import Callable

import torch


# ---------------------------------------------------------------------------------------------------------------
# A case: one small model, its inputs and how it is computed.

@dataclass
class Case:
    """One folder of data: a model with its inputs and its outputs."""
    name: str
    config: dict
    weights: "Weights"
    inputs: dict
    forward: Callable                 # (tensors, config, inputs) -> {name: tensor, list of tensors, number}
    causal: bool = False              # a later token must not change earlier logits
    note: str = ""                    # said in expected.json
    inert: tuple = ()                 # keys of the config that are given and not in force
    no_effect: tuple = ()             # tensors (ends of names) that cannot change the outputs, by mathematics
    buffers: dict = field(default_factory=dict)   # tensors that are stored and not used
    newer_config: dict = None         # the same in the keys of transformers 5, written beside the other
    expected: str = "expected.json"   # another name: numbers for the model of another case, which is not written again


class Weights:
    """Draws the tensors of a model from one seed, which is made of the model's name.

    Values are multiples of 1/4096 (round one of 1/1024) drawn evenly from a range, so that they are the same on every
    machine and single precision holds them exactly.
    """

    def __init__(self, name):
        self.generator = torch.Generator().manual_seed(zlib.crc32(name.encode("utf-8")))
        self.tensors = {}

    def even(self, shape, std, around=0.0):
        bound = int(round(std * math.sqrt(3.0) * 4096))
        steps = torch.randint(-bound, bound + 1, tuple(shape), generator=self.generator)
        grid = 4096.0 if around == 0.0 else 1024.0
        if grid == 1024.0:
            steps = torch.div(steps, 4, rounding_mode="floor")
        return around + steps.to(torch.float64) / grid

    def matrix(self, name, *shape, std=0.2):
        self.tensors[name] = self.even(shape, std)

    def bias(self, name, size, std=0.15):
        self.tensors[name] = self.even((size,), std)

    def norm(self, name, size, around=1.0, std=0.2, bias=False):
        """The scale of a norm, and its bias under the sibling name where asked."""
        self.tensors[name] = self.even((size,), std, around)
        if bias:
            self.bias(name[:-len("weight")] + "bias", size)

    def linear(self, name, outputs, inputs, bias=True, std=0.2):
        self.matrix(name + ".weight", outputs, inputs, std=std)
        if bias:
            self.bias(name + ".bias", outputs)

    def conv1d(self, name, inputs, outputs):
        """GPT's Conv1D: a linear layer stored as [inputs, outputs]."""
        self.matrix(name + ".weight", inputs, outputs)
        self.bias(name + ".bias", outputs)

    def layer_norm(self, name, size):
        self.norm(name + ".weight", size, bias=True)

    def quiet(self, table, token, *rows):
        """Makes one token's embedding so small, with the rows that are added to it, that a norm's epsilon shows."""
        size = self.tensors[table].shape[1]
        small = torch.randint(-8, 9, (size,), generator=self.generator).to(torch.float64) / 4096.0
        self.tensors[table][token] = small - sum(rows, torch.zeros(size, dtype=torch.float64))


def token_ids(name, batch, length, low, vocabulary):
    """Random ids in [low, vocabulary), as nested lists."""
    generator = torch.Generator().manual_seed(zlib.crc32(("ids " + name).encode("utf-8")))
    return torch.randint(low, vocabulary, (batch, length), generator=generator).tolist()


def pad_right(rows, lengths, pad):
    """Overwrites what lies beyond each row's length with `pad`; returns the ids and their mask."""
    ids = [[token if at < length else pad for at, token in enumerate(row)] for row, length in zip(rows, lengths)]
    mask = [[1 if at < length else 0 for at in range(len(row))] for row, length in zip(rows, lengths)]
    return ids, mask


def labels_of(ids, mask=None):
    """The ids as labels, with -100 where the mask is 0."""
    if mask is None:
        return [list(row) for row in ids]
    return [[token if seen else -100 for token, seen in zip(row, seen_row)] for row, seen_row in zip(ids, mask)]


# ---------------------------------------------------------------------------------------------------------------
# Layers.

def linear(x, tensors, name):
    y = x @ tensors[name + ".weight"].T
    return y + tensors[name + ".bias"] if name + ".bias" in tensors else y


def conv1d(x, tensors, name):
    return x @ tensors[name + ".weight"] + tensors[name + ".bias"]


def layer_norm(x, tensors, name, eps):
    """(x - mean) / sqrt(variance + eps) * weight + bias; the variance divides by n."""
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    y = (x - mean) / torch.sqrt(variance + eps) * tensors[name + ".weight"]
    return y + tensors[name + ".bias"] if name + ".bias" in tensors else y


def rms_norm(x, weight, eps):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + eps) * weight


def gelu_erf(x):
    return 0.5 * x * (1.0 + torch.erf(x / math.sqrt(2.0)))


def gelu_tanh(x):
    return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * x ** 3)))


def silu(x):
    return x * torch.sigmoid(x)


ACTIVATIONS = {"gelu": gelu_erf, "gelu_new": gelu_tanh, "gelu_pytorch_tanh": gelu_tanh, "silu": silu,
               "relu": torch.relu}


# ---------------------------------------------------------------------------------------------------------------
# Attention.

def split_heads(x, heads):
    """[batch, time, heads * size] to [batch, heads, time, size]."""
    batch, time, width = x.shape
    return x.view(batch, time, heads, width // heads).transpose(1, 2)


def merge_heads(x):
    batch, heads, time, size = x.shape
    return x.transpose(1, 2).reshape(batch, time, heads * size)


def attention(q, k, v, visible, scale, bias=None, cap=None):
    """softmax(q k^T * scale + bias) v over the keys that are visible; `cap` bounds the scores by cap * tanh(s / cap).

    q is [batch, heads, queries, size]; k and v may have fewer heads: query head h reads head h / (heads / kv heads).
    """
    group = q.shape[1] // k.shape[1]
    k = k.repeat_interleave(group, dim=1)
    v = v.repeat_interleave(group, dim=1)
    scores = q @ k.transpose(-1, -2) * scale
    if cap is not None:
        scores = cap * torch.tanh(scores / cap)
    if bias is not None:
        scores = scores + bias
    if not bool(visible.any(-1).all()):
        raise ValueError("A query sees no key: what then comes out differs between implementations.")
    scores = scores.masked_fill(~visible, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v


def everything(queries, keys):
    return torch.ones(1, 1, queries, keys, dtype=torch.bool)


def causal(time, window=None):
    """Query i sees keys j <= i; with a window also j > i - window, which is `window` keys with itself."""
    i = torch.arange(time)[:, None]
    j = torch.arange(time)[None, :]
    visible = j <= i
    if window is not None:
        visible = visible & (j > i - window)
    return visible[None, None]


def only_real(visible, mask):
    """Hides the keys whose mask is 0. `mask` is [batch][keys] or None."""
    if mask is None:
        return visible
    return visible & torch.tensor(mask, dtype=torch.bool)[:, None, None, :]


# ---------------------------------------------------------------------------------------------------------------
# Rotary positions, in the half-split layout: feature i turns with feature i + size / 2.

def rope_frequencies(size, base):
    return base ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)


def rope(x, positions, frequencies):
    """Turns the first 2 * len(frequencies) features of each head; x is [batch, heads, time, size]."""
    turned = 2 * frequencies.shape[0]
    angles = positions.to(torch.float64)[:, None] * frequencies[None, :]
    cos, sin = torch.cos(angles).to(x.dtype), torch.sin(angles).to(x.dtype)
    first, second, rest = x[..., :turned // 2], x[..., turned // 2:turned], x[..., turned:]
    return torch.cat([first * cos - second * sin, second * cos + first * sin, rest], dim=-1)


# ---------------------------------------------------------------------------------------------------------------
# Losses.

def cross_entropy(logits, labels):
    """Mean of -log softmax at the label, over the labels that are not -100."""
    labels = torch.as_tensor(labels)
    flat = logits.reshape(-1, logits.shape[-1])
    labels = labels.reshape(-1)
    kept = labels != -100
    log_probabilities = torch.log_softmax(flat[kept], dim=-1)
    return -log_probabilities.gather(1, labels[kept][:, None]).mean()


def next_token_loss(logits, labels, shift=1):
    """Logits at t are compared with the label at t + shift."""
    labels = torch.as_tensor(labels)
    return cross_entropy(logits[:, :-shift], labels[:, shift:])
