namespace Sinter.Data.Cleaning;

/// <summary>Why one document was kept or dropped: every rule with its score, its limit and the distance between them.</summary>
/// <param name="Row">The document's scores.</param>
/// <param name="Rules">The rules in order.</param>
/// <param name="Detail">What was found by the rule that dropped it; empty where it was kept.</param>
/// <param name="Document">The document as the steps left it; null where the shards have no ids.</param>
public sealed record DocumentExplanation(ScoreRow Row, IReadOnlyList<RuleExplanation> Rules, string Detail, Document? Document)
{
    /// <summary>Looks a document up in a finished cleaning.</summary>
    /// <exception cref="KeyNotFoundException">There is none with that id.</exception>
    public static DocumentExplanation Find(CleaningResult result, string id)
    {
        var row = ScoreShards.Read(result.Folder, result.Chain).FirstOrDefault(row => string.Equals(row.Id, id, StringComparison.Ordinal))
            ?? throw new KeyNotFoundException($"There is no document '{id}' in '{result.Folder}'.");
        var (document, detail) = DroppedJson.Find(row.IsKept ? result.Folder.Kept : result.Folder.Dropped, id);
        return new DocumentExplanation(row, [.. result.Chain.Rules.Select(rule => new RuleExplanation(rule, row.Scores[rule.Index]))], detail, document);
    }
}

/// <summary>One rule and what it says of a document.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Score">The score; NaN where nothing was measured.</param>
public sealed record RuleExplanation(ChainRule Rule, float Score)
{
    /// <summary>Whether the rule lets the document pass.</summary>
    public bool Passes => Rule.Rule.Allows(Score);

    /// <summary>How far the score is on the right side of the nearest limit; negative where it is on the wrong one, NaN where there is no limit or no score.</summary>
    public double Margin
    {
        get
        {
            var below = double.IsFinite(Rule.Rule.Minimum) ? Score - Rule.Rule.Minimum : double.NaN;
            var above = double.IsFinite(Rule.Rule.Maximum) ? Rule.Rule.Maximum - Score : double.NaN;
            return double.IsNaN(below) ? above : double.IsNaN(above) ? below : Math.Min(below, above);
        }
    }
}
