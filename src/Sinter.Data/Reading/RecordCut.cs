namespace Sinter.Data.Reading;

/// <summary>A piece of a stream that holds whole records, or the fault of one that was passed over.</summary>
/// <param name="Data">The bytes; it owns them. Empty where there is a fault.</param>
/// <param name="Bytes">How many bytes of the stream it stands for.</param>
/// <param name="FirstLine">The number of its first line, from 1.</param>
/// <param name="FirstRecord">The number of its first record, from 1, where the cutter counts records.</param>
/// <param name="IsTail">Whether it is what was left at the end of the stream, where no sign ends the record.</param>
/// <param name="Fault">What is wrong, in one sentence; null where nothing is.</param>
internal readonly record struct RecordCut(ReadOnlyMemory<byte> Data, long Bytes, long FirstLine, long FirstRecord, bool IsTail, string? Fault)
{
    /// <summary>The block that decodes the piece.</summary>
    public RecordBlock ToBlock(string source, Func<RecordCut, IReadOnlyList<ReadOutcome>> decode)
    {
        var cut = this;
        return Fault is null ? new RecordBlock(Bytes, () => decode(cut)) : RecordBlock.OfFault(Bytes, source, FirstLine, Fault);
    }
}
