namespace Sinter.Data.Packing;

/// <summary>Reads sequences one after another and knows where it is, so that a reading that ended goes on with the very next one: none comes twice, none is left out.</summary>
public sealed class SequenceReader
{
    private readonly ISequenceSource _source;

    /// <summary>Reads from the first place, or from where an earlier reading ended.</summary>
    /// <exception cref="InvalidDataException">The position is one of another source, or of the same with another seed or weights.</exception>
    public SequenceReader(ISequenceSource source, PackedPosition? position = null)
    {
        if (position is not null && !string.Equals(position.OrderFingerprint, source.OrderFingerprint, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The position {position.Place} was kept for other data, weights or another seed; begin anew, or give what it was kept for.");
        }

        _source = source;
        Position = position ?? new PackedPosition(source.OrderFingerprint, 0);
    }

    /// <summary>Where the next sequence stands: all that must be kept.</summary>
    public PackedPosition Position { get; private set; }

    /// <summary>Reads the next sequence; see <see cref="PackedDataset.Read"/>.</summary>
    public void Read(Span<int> tokens, Span<int> targets, Span<int> documentStarts)
    {
        _source.Read(Position.Place, tokens, targets, documentStarts);
        Position = Position with { Place = Position.Place + 1 };
    }
}
