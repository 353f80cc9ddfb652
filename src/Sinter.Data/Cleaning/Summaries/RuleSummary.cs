namespace Sinter.Data.Cleaning;

/// <summary>What one rule did over all documents.</summary>
/// <param name="rule">The rule.</param>
public sealed class RuleSummary(ChainRule rule)
{
    /// <summary>The rule.</summary>
    public ChainRule Rule { get; } = rule;

    /// <summary>The documents that it dropped, being the first rule that they break.</summary>
    public long Dropped { get; internal set; }

    /// <summary>The bytes of their texts, as the steps leave them.</summary>
    public long DroppedBytes { get; internal set; }

    /// <summary>All documents that break it, also those that an earlier rule had dropped.</summary>
    public long Breaking { get; internal set; }

    /// <summary>The documents that break this rule and no other: what would be gained without it.</summary>
    public long BreakingAlone { get; internal set; }

    /// <summary>The scores of all documents.</summary>
    public ScoreHistogram All { get; } = new();

    /// <summary>The scores of the documents that break no other rule: with another limit, those on its right side would be kept.</summary>
    public ScoreHistogram Deciding { get; } = new();
}
