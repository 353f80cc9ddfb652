using Sinter.Data.Packing;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;

namespace Sinter.Training;

/// <summary>Sequences as a training reads them: an endless row of epochs, each in the order that <see cref="DataOrder"/> gives it.</summary>
internal sealed class EpochOrder(IFiniteSequences data, ulong seed) : IExampleSource
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

    /// <inheritdoc/>
    public void Read(long place, PackedSequence sequence) => sequence.Read(data, _order[place]);
}
