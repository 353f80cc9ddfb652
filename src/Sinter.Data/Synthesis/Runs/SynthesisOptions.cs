using Sinter.Data.Reading;

namespace Sinter.Data.Synthesis;

/// <summary>What is made of documents, and what of it is kept.</summary>
public sealed record SynthesisOptions
{
    /// <summary>What is made.</summary>
    public IReadOnlyList<SynthesisKind> Kinds { get; init; } = [SynthesisKind.Qa];

    /// <summary>The most items of each kind that are kept of a chunk; a model is asked for as many.</summary>
    public int PerChunk { get; init; } = 3;

    /// <summary>The most items that are kept of a document, of all kinds; 0 for no bound.</summary>
    public int PerDocument { get; init; }

    /// <summary>The most items that are kept in all; 0 for no bound. What comes first in the order of the documents is kept.</summary>
    public long Limit { get; init; }

    /// <summary>How documents are cut.</summary>
    public ChunkOptions Chunks { get; init; } = new();

    /// <summary>How inputs are read.</summary>
    public ReadSettings Reading { get; init; } = ReadSettings.Default;

    /// <summary>The overlap of prompt and answer from which on two items are the same; 1 to look for the same prompts alone.</summary>
    public double MaximumOverlap { get; init; } = 0.7;

    /// <summary>Whether the chunk stands before each prompt of questions, so that reading is trained and not knowing.</summary>
    public bool WithContext { get; init; }

    /// <summary>What choices derive from.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>How many chunks are worked on at the same time. The result is the same bytes at any number, as far as a model that is asked answers alike.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>After how many chunks in a row that a model failed on the run stops, as it would fail on all; of answers that cannot be read five count as one.</summary>
    public int MostFaultsInARow { get; init; } = 5;

    /// <summary>Throws <see cref="ArgumentException"/> where a value is out of its bounds.</summary>
    public void Check()
    {
        Chunks.Check();
        if (Kinds.Count == 0 || Kinds.Distinct().Count() != Kinds.Count)
        {
            throw new ArgumentException("At least one kind is made, and each is named once.");
        }

        if (PerChunk is < 1 or > 100 || PerDocument < 0 || Limit < 0 || Concurrency is < 1 or > 1024 || MostFaultsInARow < 1 || !(MaximumOverlap is > 0 and <= 1))
        {
            throw new ArgumentException("1 to 100 items a chunk, 0 or more a document and in all, 1 to 1024 chunks at the same time, and an overlap above 0 and up to 1 are possible.");
        }
    }
}
