using System.Text.Json.Nodes;

namespace Sinter.Evaluation.Metrics;

/// <summary>A stretch of tokens that names something.</summary>
/// <param name="Type">What kind: <c>PER</c>; empty where tags have no type.</param>
/// <param name="Start">The first token.</param>
/// <param name="End">The last, which belongs to it.</param>
public readonly record struct EntitySpan(string Type, int Start, int End);

/// <summary>
/// Precision, recall and F1 of whole entities, as conlleval (Tjong Kim Sang and Buchholz 2000) and seqeval count them: one is right where its type and both ends are.
/// </summary>
public sealed record EntityReport
{
    /// <summary>Each type, by name.</summary>
    public required IReadOnlyList<ClassScore> Types { get; init; }

    /// <summary>All entities, whatever their type.</summary>
    public ClassAverage Micro => ClassAverage.Micro(Types);

    /// <summary>The mean over the types.</summary>
    public ClassAverage Macro => ClassAverage.Macro(Types);

    /// <summary>The mean over the types by their support.</summary>
    public ClassAverage Weighted => ClassAverage.Weighted(Types);

    /// <summary>The share of tokens with the right tag.</summary>
    public required double TokenAccuracy { get; init; }

    /// <summary>How many tokens there are.</summary>
    public required long Tokens { get; init; }

    /// <summary>Scores the tags of sentences.</summary>
    /// <param name="truth">The tags of each sentence: <c>O</c>, or <c>B-</c>, <c>I-</c>, <c>E-</c>, <c>S-</c> and a type.</param>
    /// <param name="predicted">The tags that a model gave, as many in each sentence.</param>
    /// <param name="strict">Whether only entities that begin with B (or S) count, IOB2 to the letter; else an I that follows nothing of its type begins one.</param>
    /// <exception cref="ArgumentException">The lengths differ or a tag has another form.</exception>
    public static EntityReport Of(IReadOnlyList<IReadOnlyList<string>> truth, IReadOnlyList<IReadOnlyList<string>> predicted, bool strict = false)
    {
        Lengths.MustMatch(truth.Count, "tagged sentences", predicted.Count, "predictions");
        var counts = new SortedDictionary<string, (long Support, long Predicted, long Correct)>(StringComparer.Ordinal);
        var (tokens, right) = (0L, 0L);
        for (var sentence = 0; sentence < truth.Count; sentence++)
        {
            var (gold, guess) = (truth[sentence], predicted[sentence]);
            if (gold.Count != guess.Count)
            {
                throw new ArgumentException($"Sentence {sentence} has {gold.Count} tags and {guess.Count} predicted ones; as many are expected.");
            }

            tokens += gold.Count;
            for (var at = 0; at < gold.Count; at++)
            {
                right += string.Equals(gold[at], guess[at], StringComparison.Ordinal) ? 1 : 0;
            }

            Count(counts, Spans(gold, strict), Spans(guess, strict));
        }

        return new()
        {
            Types = [.. counts.Select(static type => new ClassScore(type.Key, type.Value.Support, type.Value.Predicted, type.Value.Correct))],
            Tokens = tokens,
            TokenAccuracy = tokens == 0 ? 0 : (double)right / tokens,
        };
    }

    /// <summary>Whether all of some labels are tags of entities, so that token classification can be scored by entities.</summary>
    public static bool AreTags(IEnumerable<string> labels)
    {
        var any = false;
        foreach (var label in labels)
        {
            if (!IsTag(label))
            {
                return false;
            }

            any |= label.Length > 1;
        }

        return any;
    }

    /// <summary>The entities of a sentence.</summary>
    /// <param name="tags">The tag of each token.</param>
    /// <param name="strict">Whether an I that follows nothing of its type is left out.</param>
    /// <exception cref="ArgumentException">A tag has another form.</exception>
    public static IReadOnlyList<EntitySpan> Spans(IReadOnlyList<string> tags, bool strict = false)
    {
        var spans = new List<EntitySpan>();
        var (start, before, type) = (-1, 'O', "");
        for (var at = 0; at <= tags.Count; at++)
        {
            var tag = at < tags.Count ? tags[at] : "O";
            if (!IsTag(tag))
            {
                throw new ArgumentException($"“{tag}” is no tag of an entity; O, or B-, I-, E- or S- and a type, is expected.", nameof(tags));
            }

            var (kind, own) = (tag[0], tag.Length > 2 ? tag[2..] : "");
            var goesOn = kind is 'I' or 'E' && before is 'B' or 'I' && string.Equals(own, type, StringComparison.Ordinal);
            if (start >= 0 && !goesOn)
            {
                spans.Add(new(type, start, at - 1));
                start = -1;
            }

            if (!goesOn && (kind is 'B' or 'S' || (kind is 'I' or 'E' && !strict)))
            {
                start = at;
            }

            (before, type) = (start >= 0 ? kind : 'O', own);
        }

        return spans;
    }

    /// <summary>The figures as metrics of a stage.</summary>
    public JsonObject ToJson() => new()
    {
        ["tokens"] = Tokens,
        ["tokenAccuracy"] = TokenAccuracy,
        ["entityPrecision"] = Micro.Precision,
        ["entityRecall"] = Micro.Recall,
        ["entityF1"] = Micro.F1,
        ["entityMacroF1"] = Macro.F1,
    };

    private static bool IsTag(string tag) => tag is "O" || (tag.Length > 0 && tag[0] is 'B' or 'I' or 'E' or 'S' && (tag.Length == 1 || (tag.Length > 2 && tag[1] == '-')));

    private static void Count(SortedDictionary<string, (long Support, long Predicted, long Correct)> counts, IReadOnlyList<EntitySpan> gold, IReadOnlyList<EntitySpan> guess)
    {
        foreach (var span in gold)
        {
            var (support, predicted, correct) = counts.GetValueOrDefault(span.Type);
            counts[span.Type] = (support + 1, predicted, correct);
        }

        var expected = gold.ToHashSet();
        foreach (var span in guess)
        {
            var (support, predicted, correct) = counts.GetValueOrDefault(span.Type);
            counts[span.Type] = (support, predicted + 1, correct + (expected.Contains(span) ? 1 : 0));
        }
    }
}
