using Sinter.Data.Tuning;

namespace Sinter.Cli.Tuning;

/// <summary>The records of files by what earlier tunings did with them.</summary>
/// <param name="Old">Those that were learned.</param>
/// <param name="New">Those that are new.</param>
/// <param name="Watched">Those that were looked at on the way, and new ones with the input of such a one.</param>
/// <param name="HeldOut">Those that were measured, and new ones with the input of such a one.</param>
internal sealed record UpkeepDivision<T>(IReadOnlyList<T> Old, IReadOnlyList<T> New, IReadOnlyList<T> Watched, IReadOnlyList<T> HeldOut)
    where T : TaskRecord
{
    /// <summary>Divides records; they keep their order.</summary>
    public static UpkeepDivision<T> Of(IReadOnlyList<T> records, UpkeepMemory memory)
    {
        List<T> old = [], fresh = [], watched = [], heldOut = [];
        foreach (var record in records)
        {
            (memory.PartOf(record.ContentHash(), record.InputHash()) switch
            {
                UpkeepPart.HeldOut => heldOut,
                UpkeepPart.Learned => old,
                UpkeepPart.Watched => watched,
                _ => fresh,
            }).Add(record);
        }

        return new(old, fresh, watched, heldOut);
    }

    /// <summary>Keeps a share of new records back; none where there are too few. What shares its input with a learned record stays to train, as it says nothing of unseen inputs.</summary>
    public static (IReadOnlyList<T> Kept, IReadOnlyList<T> HeldBack) HoldBack(IReadOnlyList<T> records, UpkeepMemory memory, double share, int seed, Func<T, string>? stratum)
    {
        var unseen = records.Where(record => !memory.Learned.HoldsInput(record.InputHash())).ToList();
        if (unseen.Count < 2)
        {
            return (records, []);
        }

        try
        {
            var heldBack = TuningSplit.HoldOut(unseen, share, (ulong)seed, stratum).HeldOut.ToHashSet<T>(ReferenceEqualityComparer.Instance);
            return ([.. records.Where(record => !heldBack.Contains(record))], [.. records.Where(heldBack.Contains)]);
        }
        catch (ArgumentException)
        {
            // Too few for the share: all train, and what was held out before is measured.
            return (records, []);
        }
    }
}
