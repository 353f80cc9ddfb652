using Sinter.Data.Packing;

namespace Sinter.Cli.Stages;

/// <summary>New text with a share of old text between it, so that a model that goes on does not forget.</summary>
internal static class ReplayMixture
{
    /// <summary>The name of the new text in the mixture.</summary>
    public const string New = "new";

    /// <summary>The name of the old text.</summary>
    public const string Old = "old";

    /// <summary>The sequences to train on.</summary>
    /// <param name="fresh">The new text; it must stay open.</param>
    /// <param name="old">The old text; it must stay open.</param>
    /// <param name="replay">The share of sequences that are old, below 1; 0 for none.</param>
    /// <param name="seed">What the order goes by.</param>
    public static ISequenceSource Of(PackedDataset fresh, PackedDataset old, double replay, int seed) => replay == 0
        ? fresh
        : new SequenceMixture([new WeightedDataset(New, fresh, 1 - replay), new WeightedDataset(Old, old, replay)], (ulong)seed);
}
