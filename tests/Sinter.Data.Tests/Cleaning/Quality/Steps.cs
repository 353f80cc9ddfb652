using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Cleaning.Quality;

/// <summary>Runs one step on one text.</summary>
internal static class Steps
{
    public static StepResult Run(ICleaningStep step, string text)
    {
        var candidate = new Candidate(new Document { Id = "a", Text = text }, wantsEvidence: true);
        var rules = step.Rules;
        candidate.BeginStep(rules.Count);
        step.Process(candidate);
        var scores = rules.Select((rule, i) => (rule.Name, Value: candidate.Scores[i])).ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        var refused = rules.Where((rule, i) => !rule.Allows((float)candidate.Scores[i])).Select(rule => rule.Name).ToArray();
        var marks = candidate.Marks.Select(mark => (rules[mark.Rule].Name, Text: text.Substring(mark.Start, mark.Length))).ToArray();
        return new StepResult(candidate.Text, scores, refused, marks);
    }
}

internal sealed record StepResult(string Text, IReadOnlyDictionary<string, double> Scores, string[] Refused, (string Rule, string Text)[] Marks);
