using Sinter.Training.Examples;
using static System.FormattableString;

namespace Sinter.Training.Preference;

/// <summary>Records as examples, and what became of those that did not fit.</summary>
/// <param name="Examples">Of pairs two passages each, chosen and rejected; of single completions the completion and, where there are several records, that of another for the same prompt.</param>
public sealed record EncodedPreferences(IReadOnlyList<Example> Examples)
{
    /// <summary>For each example the place of its record among those that were encoded.</summary>
    public required IReadOnlyList<int> Records { get; init; }

    /// <summary>Whether they are single completions that are desirable or not, in place of pairs.</summary>
    public bool AreSingle { get; init; }

    /// <summary>Records that were left out since both sides are the same, or become so when they are cut.</summary>
    public int EqualSides { get; init; }

    /// <summary>Records that were left out since a completion, or all of the prompt, is empty.</summary>
    public int EmptySides { get; init; }

    /// <summary>Records that were left out since the chat template refuses them.</summary>
    public int Refused { get; init; }

    /// <summary>Records whose prompt was cut from the left.</summary>
    public int PromptsCut { get; init; }

    /// <summary>Completions that were cut at their end, and so are not trained to end.</summary>
    public int CompletionsCut { get; init; }

    /// <summary>Of single completions, how many are desirable.</summary>
    public int Desirable { get; init; }

    /// <summary>Tokens of the longest example, all passages together.</summary>
    public int LongestExample => Examples.Count == 0 ? 0 : Examples.Max(static example => example.Length);

    /// <summary>What the user should know, a sentence for each sort of record that was left out or cut.</summary>
    public IEnumerable<string> Remarks()
    {
        if (EqualSides > 0)
        {
            yield return Invariant($"{EqualSides} preference pairs have equal sides and are left out.");
        }

        if (EmptySides > 0)
        {
            yield return Invariant($"{EmptySides} records have an empty completion or prompt and are left out.");
        }

        if (Refused > 0)
        {
            yield return Invariant($"{Refused} records are refused by the chat template and are left out.");
        }

        if (PromptsCut > 0)
        {
            yield return Invariant($"{PromptsCut} prompts are longer than there is room for beside their completions and are cut from the left.");
        }

        if (CompletionsCut > 0)
        {
            yield return Invariant($"{CompletionsCut} completions are too long, are cut at their end and are not trained to end there.");
        }
    }

    /// <summary>The chosen completions of pairs, or the desirable single ones, alone: what supervised tuning before a preference, or ORPO in one go, begins with.</summary>
    public IReadOnlyList<Example> ChosenAlone() =>
    [
        .. Examples.Where(example => !AreSingle || example.Passages[0].Numbers[CompletionObjective.MarkChannel][0] > 0)
            .Select(static example => example with { Passages = [example.Passages[0]] }),
    ];

    /// <summary>The examples as rows to train on, several in a row.</summary>
    /// <param name="vocabularySize">The number of token ids of the model.</param>
    /// <param name="rowLength">Tokens of a row; 0 for as many as the longest example has, at least 256. It may be longer than the model's context: passages do not see each other.</param>
    /// <param name="tokenizerFingerprint">The fingerprint of the tokenizer.</param>
    public ExampleSet Rows(int vocabularySize, int rowLength = 0, string tokenizerFingerprint = "") => Rows(Examples, vocabularySize, rowLength, tokenizerFingerprint);

    /// <summary>The same of other examples, such as those with the reference's log-probabilities or a part of them.</summary>
    public static ExampleSet Rows(IReadOnlyList<Example> examples, int vocabularySize, int rowLength = 0, string tokenizerFingerprint = "")
    {
        const int UsualRow = 256;
        var longest = examples.Count == 0 ? 1 : examples.Max(static example => example.Length);

        // A loss of pairs is of no text: it has no bits per byte.
        return new ExampleSet([.. examples.Select(static example => example with { TextBytes = 0 })], rowLength > 0 ? Math.Max(rowLength, longest) : Math.Max(UsualRow, longest), vocabularySize, tokenizerFingerprint);
    }
}
