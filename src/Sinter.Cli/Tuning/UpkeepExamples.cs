using Sinter.Data.Tuning;

namespace Sinter.Cli.Tuning;

/// <summary>Examples, or documents, by what becomes of them.</summary>
/// <param name="Learned">Those that train.</param>
/// <param name="Watched">Those that are looked at on the way.</param>
/// <param name="HeldOut">Those that are measured.</param>
internal sealed record UpkeepExamples(ExampleHashes Learned, ExampleHashes Watched, ExampleHashes HeldOut)
{
    /// <summary>How many train that did not before.</summary>
    public int New { get; init; }

    /// <summary>How many old ones train again.</summary>
    public int Replayed { get; init; }

    /// <summary>How many of the first held-out examples were held out by an earlier tuning.</summary>
    public int HeldOutBefore { get; init; }

    /// <summary>The examples of a division; only those are learned that a tuning takes up.</summary>
    public static UpkeepExamples Of<T>(IReadOnlyList<T> learned, IReadOnlyList<T> watched, IReadOnlyList<T> heldOut)
        where T : TaskRecord => new(Hashes(learned), Hashes(watched), Hashes(heldOut)) { New = learned.Count };

    /// <summary>These with those of before: where the new model is not taken, what it learned is not learned.</summary>
    public UpkeepExamples After(UpkeepMemory? memory, bool isTaken) => memory is null ? this
        : this with
        {
            Learned = isTaken ? memory.Learned.With(Learned) : memory.Learned,
            Watched = memory.Watched.With(Watched),
            HeldOut = memory.HeldOut.With(HeldOut),
        };

    private static ExampleHashes Hashes<T>(IEnumerable<T> records)
        where T : TaskRecord
    {
        var hashes = new ExampleHashes();
        foreach (var record in records)
        {
            hashes.Add(record.ContentHash(), record.InputHash());
        }

        return hashes;
    }
}
