namespace Sinter.Data.Reading;

/// <summary>
/// Some records of an input, cut out but not yet decoded. Cutting is quick and in order; <see cref="Decode"/> is the slow part, and is called on any thread, so that one
/// large file keeps all cores busy. The same input is always cut into the same blocks, so that an interrupted run can pass over those that are done.
/// </summary>
/// <param name="bytes">The bytes of uncompressed input that the block covers, for progress and rates.</param>
/// <param name="decode">Gives the outcomes in order; it owns all data that it needs, and does not throw for bad content.</param>
public sealed class RecordBlock(long bytes, Func<IReadOnlyList<ReadOutcome>> decode)
{
    /// <summary>The bytes of uncompressed input that the block covers.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>A block that is one fault; see <see cref="ReadOutcome.Fault"/>.</summary>
    public static RecordBlock OfFault(long bytes, string source, long place, string reason) => new(bytes, () => [ReadOutcome.Fault(source, place, reason)]);

    /// <summary>The records in order.</summary>
    public IReadOnlyList<ReadOutcome> Decode() => decode();
}
