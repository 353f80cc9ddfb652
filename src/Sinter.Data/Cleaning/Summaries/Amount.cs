namespace Sinter.Data.Cleaning;

/// <summary>An amount of text.</summary>
public sealed class Amount
{
    /// <summary>Documents.</summary>
    public long Documents { get; private set; }

    /// <summary>Bytes of UTF-8.</summary>
    public long Bytes { get; private set; }

    /// <summary>About how many tokens; see <see cref="TokenEstimate"/>.</summary>
    public long Tokens { get; private set; }

    internal void Add(ScoreRow row)
    {
        Documents++;
        Bytes += row.BytesOut;
        Tokens += row.Tokens;
    }
}

/// <summary>What one step let through.</summary>
/// <param name="name">Its name in the recipe.</param>
public sealed class StepSummary(string name)
{
    /// <summary>Its name in the recipe.</summary>
    public string Name { get; } = name;

    /// <summary>What was left behind it, in texts as the whole chain leaves them.</summary>
    public Amount Passed { get; } = new();
}

/// <summary>The documents of one language or host.</summary>
/// <param name="name">The language or the host.</param>
public sealed class GroupCounts(string name)
{
    /// <summary>What stands together beyond the number of groups that are counted.</summary>
    public const string Others = "(others)";

    /// <summary>The language or the host.</summary>
    public string Name { get; } = name;

    /// <summary>Its documents.</summary>
    public long Documents { get; private set; }

    /// <summary>Those that were kept.</summary>
    public long Kept { get; private set; }

    /// <summary>The bytes of its texts that were kept.</summary>
    public long KeptBytes { get; private set; }

    internal void Add(ScoreRow row)
    {
        Documents++;
        if (row.IsKept)
        {
            Kept++;
            KeptBytes += row.BytesOut;
        }
    }
}
