using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy;

/// <summary>What a detector finds in a text, at whatever score.</summary>
internal static class Found
{
    private static readonly PersonalDataFinder Everything = new(new PersonalFinderOptions { MinimumScore = 0 });

    /// <summary>The best find of a kind (<c>nationalId</c> stands for all countries): its text and score; empty and 0 where there is none.</summary>
    public static (string Value, float Score) Best(string text, string kind)
    {
        var spans = Everything.Find(text).Where(span => span.Kind == kind || (kind == "nationalId" && span.Kind.StartsWith("nationalId-", StringComparison.Ordinal))).OrderByDescending(span => span.Score).ToList();
        return spans.Count == 0 ? ("", 0) : (text.Substring(spans[0].Start, spans[0].Length), spans[0].Score);
    }

    /// <summary>What is found of a kind at the usual score.</summary>
    public static string[] All(string text, string kind) => [.. PersonalDataFinder.Default.Find(text).Where(span => span.Kind == kind).Select(span => text.Substring(span.Start, span.Length))];
}
