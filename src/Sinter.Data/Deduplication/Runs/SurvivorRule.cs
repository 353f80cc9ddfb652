using System.Globalization;

namespace Sinter.Data.Deduplication;

/// <summary>Says which of the documents that are the same stays. It gives each document a rank; the lowest stays, and of equal ranks the first in the order of the input.</summary>
public sealed record SurvivorRule
{
    private SurvivorRule(string name) => Name = name;

    /// <summary>The names of the rules.</summary>
    public static IReadOnlyList<string> Names { get; } = ["first", "longest", "best", "source"];

    /// <summary>The first in the order of the input.</summary>
    public static SurvivorRule First { get; } = new("first");

    /// <summary>The one with the longest text.</summary>
    public static SurvivorRule Longest { get; } = new("longest");

    /// <summary>The name of the rule.</summary>
    public string Name { get; }

    /// <summary>The metadata field whose number decides; empty where none does.</summary>
    public string ScoreField { get; private init; } = "";

    /// <summary>The beginnings of sources in the order of preference; empty where sources do not decide.</summary>
    public IReadOnlyList<string> Sources { get; private init; } = [];

    /// <summary>The one with the highest number in a metadata field; one without a number there comes last.</summary>
    public static SurvivorRule Best(string scoreField) => new("best") { ScoreField = scoreField };

    /// <summary>The one whose source begins with the earliest of some texts; one that begins with none of them comes last.</summary>
    public static SurvivorRule Source(IReadOnlyList<string> order) => new("source") { Sources = order };

    /// <summary>The rule of a name, with what it needs.</summary>
    /// <param name="name">One of <see cref="Names"/>; another one is an <see cref="ArgumentException"/>.</param>
    /// <param name="scoreField">The metadata field of the rule <c>best</c>; <c>quality</c> without it.</param>
    /// <param name="sources">The beginnings of sources of the rule <c>source</c>, the best first.</param>
    public static SurvivorRule Find(string name, string? scoreField, IReadOnlyList<string> sources) => name switch
    {
        "first" => First,
        "longest" => Longest,
        "best" => Best(scoreField ?? "quality"),
        "source" => Source(sources),
        _ => throw new ArgumentException($"There is no rule '{name}' that says which document stays{Suggestion.For(name, Names)}"),
    };

    /// <summary>The rule as settings spell it: <c>best quality</c>.</summary>
    public override string ToString() => string.Join(' ', (string[])[Name, .. ScoreField.Length > 0 ? (string[])[ScoreField] : [], .. Sources]);

    /// <summary>The rank of a document.</summary>
    internal ulong RankOf(Document document) => Name switch
    {
        "longest" => ulong.MaxValue - (ulong)document.Text.Length,
        "best" => RankOfScore(document.Metadata.TryGetValue(ScoreField, out var score) ? score : ""),
        "source" => RankOfSource(document.Source),
        _ => 0,
    };

    /// <summary>Numbers as unsigned ones in the opposite order: the highest number has the lowest rank.</summary>
    private static ulong RankOfScore(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || double.IsNaN(score))
        {
            return ulong.MaxValue;
        }

        // The bits of a double rise with its value where the sign is taken for what it is; -0 and 0 are one number.
        var bits = BitConverter.DoubleToUInt64Bits(score + 0.0);
        return (bits & (1UL << 63)) != 0 ? bits : ~bits & ~(1UL << 63);
    }

    private ulong RankOfSource(string source)
    {
        for (var i = 0; i < Sources.Count; i++)
        {
            if (source.StartsWith(Sources[i], StringComparison.Ordinal))
            {
                return (ulong)i;
            }
        }

        return (ulong)Sources.Count;
    }
}
