using System.Globalization;

namespace Sinter.Data.Synthesis;

/// <summary>What the rules say about an item.</summary>
/// <param name="Scores">The score of each rule that was asked, in order.</param>
/// <param name="Failed">The first rule that the item fails; null where it passes all.</param>
/// <param name="Reason">Why it fails, in one sentence; null where it passes.</param>
public sealed record Judgement(IReadOnlyList<(JudgeRule Rule, double Score)> Scores, JudgeRule? Failed, string? Reason)
{
    /// <summary>The scores as one text, such as <c>grounded=0.92 repetition=0</c>, without those that only measure lengths.</summary>
    public string Summary => string.Join(
        ' ', Scores.Where(static score => score.Rule.Name is "grounded" or "numbers" or "repetition" or "same" or "score").Select(static score => string.Create(CultureInfo.InvariantCulture, $"{score.Rule.Name}={score.Score:0.##}")));
}
