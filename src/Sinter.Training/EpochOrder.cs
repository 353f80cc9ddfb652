using Sinter.Data.Packing;

namespace Sinter.Training;

/// <summary>A packed data set as a training reads it: an endless row of epochs, each in the order that <see cref="DataOrder"/> gives it.</summary>
internal sealed class EpochOrder(PackedDataset data, ulong seed) : ISequenceSource
{
    private readonly DataOrder _order = new(data.Sequences, seed);

    /// <inheritdoc/>
    public int ContextLength => data.ContextLength;

    /// <inheritdoc/>
    public int VocabularySize => data.VocabularySize;

    /// <inheritdoc/>
    public string TokenizerFingerprint => data.TokenizerFingerprint;

    /// <inheritdoc/>
    public string OrderFingerprint => data.OrderFingerprint;

    /// <inheritdoc/>
    public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts) => data.Read(_order[place], tokens, targets, documentStarts);
}
