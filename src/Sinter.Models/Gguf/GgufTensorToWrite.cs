using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>Fills a span with the values of one part of a tensor, in row-major order.</summary>
/// <param name="part">Which part, from 0 on.</param>
/// <param name="destination">As long as a part.</param>
public delegate void TensorPartFill(int part, Span<float> destination);

/// <summary>A tensor to be written to a GGUF file: what it is, and where its values come from when its turn has come.</summary>
/// <param name="Info">Name and shape, outermost dimension first.</param>
/// <param name="Type">How its values are stored: F32, F16, BF16, Q8_0 or Q4_0.</param>
/// <param name="Fill">Gives the values, part after part.</param>
public sealed record GgufTensorToWrite(TensorInfo Info, GgmlType Type, TensorPartFill Fill)
{
    /// <summary>In how many equal parts, such as experts, the values are asked for; only one part is in memory at a time.</summary>
    public int Parts { get; init; } = 1;
}
