using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>A tensor in a GGUF file: what it is and where it lies; it owns no values.</summary>
/// <param name="Info">Its name and its shape, outermost dimension first (the file has them innermost first).</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Offset">Its first byte, from the beginning of the file.</param>
/// <param name="Bytes">How many bytes it takes.</param>
public sealed record GgufTensor(TensorInfo Info, GgmlType Type, long Offset, long Bytes);
