namespace Sinter.Data.Tuning;

/// <summary>Counts faults by their kind, with the first of each.</summary>
internal sealed class FaultTally
{
    private readonly Dictionary<FaultKind, (long Count, RecordPlace First, string Detail)> _faults = [];

    /// <summary>How many records were found, good and bad.</summary>
    public long Found { get; set; }

    /// <summary>How many of them are left out.</summary>
    public long LeftOut { get; private set; }

    public void Add(FaultKind kind, RecordPlace place, string detail, bool leftOut = true)
    {
        // The first hundred records of a file are held back until its form is known, while what cannot be read is counted at once.
        var isFirst = !_faults.TryGetValue(kind, out var known) || (known.First.File == place.File && place.Number < known.First.Number);
        _faults[kind] = isFirst ? (known.Count + 1, place, detail) : known with { Count = known.Count + 1 };
        LeftOut += leftOut ? 1 : 0;
    }

    /// <summary>The faults, those with the most records first.</summary>
    public IReadOnlyList<RecordFault> Faults(bool dropDuplicates) =>
        [.. _faults
            .Select(fault => new RecordFault(fault.Key, fault.Value.Count, Found, fault.Value.First, fault.Value.Detail, IsLeftOut(fault.Key, dropDuplicates)))
            .OrderByDescending(static fault => fault.LeftOut)
            .ThenByDescending(static fault => fault.Count)
            .ThenBy(static fault => fault.Kind)];

    /// <summary>Whether records of a kind of fault can still be learned from.</summary>
    private static bool IsLeftOut(FaultKind kind, bool dropDuplicates) => kind switch
    {
        FaultKind.Duplicate => dropDuplicates,
        FaultKind.Contradiction => false,
        _ => true,
    };
}
