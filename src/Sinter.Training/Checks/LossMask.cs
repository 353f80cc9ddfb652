using Sinter.Data.Packing;
using Sinter.Tokenizers;
using Sinter.Training.Objectives;

namespace Sinter.Training.Checks;

/// <summary>A part of a text, as the loss sees it.</summary>
/// <param name="Text">The text, special tokens spelled out.</param>
/// <param name="IsTrained">Whether the model is trained to say it, or asked for a class there.</param>
public readonly record struct MaskPart(string Text, bool IsTrained);

/// <summary>What of a text is trained, to be shown once in colour.</summary>
public static class LossMask
{
    /// <summary>The first text of a row that is trained, in parts.</summary>
    /// <param name="objective">What the model is trained to do.</param>
    /// <param name="data">The data.</param>
    /// <param name="tokenizer">The tokenizer of the data.</param>
    /// <param name="mostTokens">The most tokens that are shown.</param>
    /// <returns>The parts in order, trained and not trained by turns; none where the first rows train nothing.</returns>
    public static IReadOnlyList<MaskPart> Of(Objective objective, ISequenceSource data, Tokenizer tokenizer, int mostTokens = 400)
    {
        // Objectives of text have the token that follows as a target, others ask for something at the token itself.
        var isOfText = objective is NextToken or SourceTargetObjective;
        var sequence = new PackedSequence(data.ContextLength, objective.Channels);
        for (var place = 0L; place < (data is IFiniteSequences finite ? Math.Min(finite.Sequences, 64) : 64); place++)
        {
            sequence.Read(data, place);
            foreach (var (start, end) in sequence.Documents())
            {
                if (sequence.Targets.AsSpan(start..end).ContainsAnyExcept(-1))
                {
                    return Parts(sequence, start, Math.Min(end, start + mostTokens), isOfText, tokenizer);
                }
            }
        }

        return [];
    }

    private static List<MaskPart> Parts(PackedSequence sequence, int start, int end, bool isOfText, Tokenizer tokenizer)
    {
        List<MaskPart> parts = [];
        for (int from = start, to; from < end; from = to)
        {
            var isTrained = IsTrained(from);
            to = from + 1;
            while (to < end && IsTrained(to) == isTrained)
            {
                to++;
            }

            // A class in the place of a token, as packed labels have it, is no token.
            int[] tokens = [.. sequence.Tokens[from..to].Where(tokenizer.HasToken)];
            parts.Add(new MaskPart(tokenizer.Decode(tokens, skipSpecial: false), isTrained));
        }

        return parts;

        bool IsTrained(int place) => isOfText ? place > start && sequence.Targets[place - 1] >= 0 : sequence.Targets[place] >= 0;
    }
}
