namespace Sinter.Data.FastText;

/// <summary>How <see cref="FastTextQuantizer"/> makes a model small; the names in parentheses are the options of fastText.</summary>
public sealed record FastTextQuantizationOptions
{
    /// <summary>How many vectors of words and n-grams are kept, the longest ones; 0 for all (<c>cutoff</c>).</summary>
    public int Cutoff { get; init; }

    /// <summary>Whether the length of a vector is quantized apart from its direction, which takes a byte a vector and is more exact (<c>qnorm</c>).</summary>
    public bool NormsApart { get; init; }

    /// <summary>Whether the vectors of labels are quantized too; of use with thousands of labels (<c>qout</c>).</summary>
    public bool QuantizeOutput { get; init; }

    /// <summary>How many columns share a byte (<c>dsub</c>).</summary>
    public int PartWidth { get; init; } = 2;

    /// <summary>Where the random numbers begin.</summary>
    public int Seed { get; init; }

    /// <summary>The threads that work; 0 for as many as there are processors. The model does not depend on it.</summary>
    public int Threads { get; init; }
}
