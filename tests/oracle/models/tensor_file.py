"""Writes tensors in the safetensors format.

The format: 8 bytes, the length of the header as an unsigned little-endian number; the header, a JSON object that
gives each tensor its dtype, its shape and the first and last byte of its data; then the data, without gaps. The
header is padded with spaces to a multiple of 8 bytes, so that the data are aligned.
"""

import json
import struct

import torch

DTYPES = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16",
          torch.int64: "I64", torch.int32: "I32", torch.uint8: "U8", torch.bool: "BOOL"}


def write(path, tensors, metadata=None):
    """Writes `tensors` (name -> tensor), ordered by name as the published writer does within one dtype."""
    header = {"__metadata__": metadata or {"format": "pt"}}
    data = []
    offset = 0
    for name in sorted(tensors):
        tensor = tensors[name].contiguous()
        raw = tensor.numpy().tobytes()
        header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [offset, offset + len(raw)]}
        data.append(raw)
        offset += len(raw)
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for raw in data:
            file.write(raw)
