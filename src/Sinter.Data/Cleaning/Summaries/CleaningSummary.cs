using Sinter.Data.Reading;

namespace Sinter.Data.Cleaning;

/// <summary>
/// What a cleaning did, counted from the scores of its documents. The counts add up: records = kept + dropped + broken (failed and unreadable) + passed over.
/// </summary>
public sealed class CleaningSummary
{
    /// <summary>More different hosts than these are counted together, so that memory stays bounded.</summary>
    private const int MostDomains = 200_000;

    private readonly Dictionary<string, GroupCounts> _languages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupCounts> _domains = new(StringComparer.Ordinal);

    private CleaningSummary(CleaningChain chain, long unreadable, PassedOverCounts passedOver)
    {
        Unreadable = unreadable;
        PassedOver = passedOver;
        Rules = [.. chain.Rules.Select(static rule => new RuleSummary(rule))];
        Steps = [.. chain.Steps.Select(static step => new StepSummary(step.Name))];
    }

    /// <summary>The records that could not be read.</summary>
    public long Unreadable { get; }

    /// <summary>The records that are not meant to be documents, such as requests, images and redirects.</summary>
    public PassedOverCounts PassedOver { get; }

    /// <summary>All records of the input.</summary>
    public long Records => Documents + Unreadable + PassedOver.Total;

    /// <summary>The documents that were read.</summary>
    public long Documents { get; private set; }

    /// <summary>Those that were kept.</summary>
    public long Kept { get; private set; }

    /// <summary>Those upon which a step failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Those that a rule dropped.</summary>
    public long Dropped => Documents - Kept - Failed;

    /// <summary>The bytes of the texts as they were read.</summary>
    public long BytesIn { get; private set; }

    /// <summary>The bytes, documents and tokens of all texts as the steps would leave them.</summary>
    public Amount Cleaned { get; } = new();

    /// <summary>What was kept.</summary>
    public Amount Output { get; } = new();

    /// <summary>What each step let through, in order.</summary>
    public IReadOnlyList<StepSummary> Steps { get; }

    /// <summary>What each rule did, in order.</summary>
    public IReadOnlyList<RuleSummary> Rules { get; }

    /// <summary>What a user would want to be told without asking, each one sentence.</summary>
    public IReadOnlyList<string> Warnings => CleaningWarnings.Of(this);

    /// <summary>Documents by language, the most frequent first.</summary>
    public IReadOnlyList<GroupCounts> Languages => Ordered(_languages);

    /// <summary>Documents by host, the most frequent first.</summary>
    public IReadOnlyList<GroupCounts> Domains => Ordered(_domains);

    /// <summary>Counts rows of scores.</summary>
    /// <param name="chain">The chain that made them, with the limits that are to be judged by.</param>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="unreadable">The records that could not be read, which have no row.</param>
    /// <param name="passedOver">The records that were passed over, which have none either.</param>
    public static CleaningSummary Of(CleaningChain chain, IEnumerable<ScoreRow> rows, long unreadable, PassedOverCounts passedOver)
    {
        var summary = new CleaningSummary(chain, unreadable, passedOver);
        var steps = chain.Steps.SelectMany(static (step, i) => step.Rules.Select(_ => i)).ToArray();
        foreach (var row in rows)
        {
            summary.Add(row, steps);
        }

        return summary;
    }

    private static IReadOnlyList<GroupCounts> Ordered(Dictionary<string, GroupCounts> groups) =>
        [.. groups.Values.OrderByDescending(static group => group.Documents).ThenBy(static group => group.Name, StringComparer.Ordinal)];

    private void Add(ScoreRow row, int[] stepOfRule)
    {
        Documents++;
        Kept += row.IsKept ? 1 : 0;
        Failed += row.DroppedBy == ChainResult.Broken ? 1 : 0;
        BytesIn += row.BytesIn;
        Cleaned.Add(row);
        if (row.IsKept)
        {
            Output.Add(row);
        }

        AddRules(row);
        var last = row.IsKept ? Steps.Count : row.DroppedBy == ChainResult.Broken ? 0 : stepOfRule[row.DroppedBy];
        for (var i = 0; i < last; i++)
        {
            Steps[i].Passed.Add(row);
        }

        AddGroup(_languages, row.Language, row);
        AddGroup(_domains, row.Domain, row);
    }

    private void AddRules(ScoreRow row)
    {
        if (row.DroppedBy == ChainResult.Broken)
        {
            return;
        }

        var broken = 0;
        var lastBroken = -1;
        for (var i = 0; i < Rules.Count; i++)
        {
            var score = row.Scores[i];
            Rules[i].All.Add(score);
            if (!Rules[i].Rule.Rule.Allows(score))
            {
                Rules[i].Breaking++;
                broken++;
                lastBroken = i;
            }
        }

        if (row.DroppedBy >= 0)
        {
            Rules[row.DroppedBy].Dropped++;
            Rules[row.DroppedBy].DroppedBytes += row.BytesOut;
        }

        if (broken == 0)
        {
            for (var i = 0; i < Rules.Count; i++)
            {
                Rules[i].Deciding.Add(row.Scores[i]);
            }
        }
        else if (broken == 1)
        {
            Rules[lastBroken].BreakingAlone++;
            Rules[lastBroken].Deciding.Add(row.Scores[lastBroken]);
        }
    }

    private static void AddGroup(Dictionary<string, GroupCounts> groups, string name, ScoreRow row)
    {
        if (name.Length == 0)
        {
            return;
        }

        if (!groups.TryGetValue(name, out var group))
        {
            name = groups.Count < MostDomains ? name : GroupCounts.Others;
            if (!groups.TryGetValue(name, out group))
            {
                groups[name] = group = new GroupCounts(name);
            }
        }

        group.Add(row);
    }
}
