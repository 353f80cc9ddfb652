using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>A tensor of a GGUF file, the rows of a parameter that it holds, and how its values differ from theirs. The parameters are those of <see cref="ModelLayout"/>.</summary>
/// <param name="Info">Its name and shape in the file.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Row">The first of the rows; of a vector, the first element.</param>
internal sealed record GgufPlace(TensorInfo Info, string Parameter, int Row = 0)
{
    /// <summary>How many equal parts the tensor has that lie apart in the parameter: the experts.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Rows of the parameter from one part to the next.</summary>
    public int RowsToNextPart { get; init; }

    /// <summary>The size of heads whose rows are interleaved in the file; 0 for none.</summary>
    public int InterleavedHeadSize { get; init; }

    /// <summary>What is added to every value in the file.</summary>
    public float Offset { get; init; }

    /// <summary>What every value is multiplied with in the file.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Whether the values stay as exact as they are, whatever the type of the file: small tables that llama.cpp reads as 32-bit floats.</summary>
    public bool StaysExact { get; init; }

    /// <summary>Values of one part.</summary>
    public int PartElements => (int)(Info.Elements / Parts);

    /// <summary>Rows of one part.</summary>
    public int PartRows => PartElements / Width;

    /// <summary>Values of a row of the parameter.</summary>
    public int Width => Info.Shape.Count == 1 ? 1 : Info.Shape[^1];

    /// <summary>Turns values of the parameter into those of the file.</summary>
    public void ToFile(Span<float> values)
    {
        if (InterleavedHeadSize > 0)
        {
            RotaryLayout.HalfSplitToInterleaved(values, InterleavedHeadSize, Width);
        }

        if (Offset != 0 || Scale != 1)
        {
            foreach (ref var value in values)
            {
                value = (value + Offset) * Scale;
            }
        }
    }

    /// <summary>Turns values of the file into those of the parameter.</summary>
    public void FromFile(Span<float> values)
    {
        if (InterleavedHeadSize > 0)
        {
            RotaryLayout.InterleavedToHalfSplit(values, InterleavedHeadSize, Width);
        }

        if (Offset != 0 || Scale != 1)
        {
            foreach (ref var value in values)
            {
                value = (value / Scale) - Offset;
            }
        }
    }
}
