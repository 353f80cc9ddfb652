using System.Security.Cryptography;
using System.Text;

namespace Sinter.Data.Packing;

/// <summary>
/// A packed data set in an order that a seed decides, without copying it and without a list of the order: an endless row of epochs, each of which holds every sequence once in an order of its
/// own. It reads from the data set, which must stay open.
/// </summary>
public sealed class ShuffledSequences : ISequenceSource
{
    private readonly PackedDataset _data;
    private readonly ulong _seed;

    /// <summary>A view of a data set that has at least one sequence.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public ShuffledSequences(PackedDataset data, ulong seed)
    {
        _data = data.Sequences > 0 ? data : throw new InvalidDataException("A packed data set without a sequence cannot be shuffled; pack more text.");
        _seed = seed;
        OrderFingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"shuffled {seed} {data.OrderFingerprint}")));
    }

    /// <inheritdoc/>
    public int ContextLength => _data.ContextLength;

    /// <inheritdoc/>
    public int VocabularySize => _data.VocabularySize;

    /// <inheritdoc/>
    public string TokenizerFingerprint => _data.TokenizerFingerprint;

    /// <inheritdoc/>
    public string OrderFingerprint { get; }

    /// <summary>The sequences of an epoch.</summary>
    public long Sequences => _data.Sequences;

    /// <summary>Which sequence of the data set stands at a place, from 0 without end.</summary>
    public long SequenceAt(long place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        var (epoch, index) = Math.DivRem(place, Sequences);
        return new SequencePermutation(Sequences, _seed, epoch)[index];
    }

    /// <inheritdoc/>
    public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts) => _data.Read(SequenceAt(place), tokens, targets, documentStarts);
}
