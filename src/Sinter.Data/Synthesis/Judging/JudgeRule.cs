namespace Sinter.Data.Synthesis;

/// <summary>A rule by which items are judged.</summary>
/// <param name="Name">Its name, by which its limit can be set.</param>
/// <param name="Meaning">What its score is, in one line.</param>
/// <param name="IsMost">Whether the limit is the most that is allowed; else it is the least.</param>
/// <param name="Limits">The limit for each kind, in the order of <see cref="SynthesisKind"/>; NaN where the rule does not apply.</param>
public sealed record JudgeRule(string Name, string Meaning, bool IsMost, IReadOnlyList<double> Limits)
{
    /// <summary>The rules, in the order in which they are asked; the first that fails is the reason.</summary>
    public static IReadOnlyList<JudgeRule> All { get; } =
    [
        Least("promptLength", "characters of the prompt", 8, 8, 20, 8),
        Most("promptMost", "characters of the prompt", 1000, 8000, 1000, 8000),
        Least("length", "characters of the answer", 1, 2, 20, 1),
        Most("most", "characters of the answer", 1500, 4000, 1000, 4000),
        Least("questionMark", "1 where the prompt asks: a question mark, a gap, or an order", 1, double.NaN, double.NaN, double.NaN),
        Most("leak", "phrases of the orders to the model, or that point to a text which is not there", 0, 0, 0, 0),
        Most("echo", "1 where the prompt says the answer, or the answer is the prompt", 0, double.NaN, double.NaN, 0),
        Least("grounded", "share of the answer's content words that the source has", 0.6, 0.5, 0.4, 0.6),
        Least("numbers", "share of the answer's numbers that the source has", 1, 1, 1, 1),
        Most("repetition", "share of runs of three words that the answer says again", 0.3, 0.4, 0.3, 0.3),
        Most("same", "overlap (ROUGE-L) of a paraphrase with its original, or of the two answers of a pair", double.NaN, double.NaN, 0.95, 0.9),
        Least("language", "1 where item and source are in the same language, as far as that can be told", 1, 1, 1, 1),
        Least("score", "the mark of the model that judges, 1 to 5", 4, 4, 4, 4),
    ];

    /// <summary>The rule of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static JudgeRule Find(string name) => All.FirstOrDefault(rule => string.Equals(rule.Name, name, StringComparison.Ordinal))
        ?? throw new InvalidDataException($"There is no rule '{name}' to judge by{Suggestion.For(name, [.. All.Select(static rule => rule.Name)])}");

    private static JudgeRule Least(string name, string meaning, params double[] limits) => new(name, meaning, false, limits);

    private static JudgeRule Most(string name, string meaning, params double[] limits) => new(name, meaning, true, limits);
}
