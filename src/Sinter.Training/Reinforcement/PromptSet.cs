using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Training.Reinforcement;

/// <summary>What becomes of a prompt that leaves no room for an answer.</summary>
public enum LongPrompts
{
    /// <summary>It is left out.</summary>
    Drop,

    /// <summary>Its beginning is cut off.</summary>
    KeepEnd,
}

/// <summary>Prompts as a model reads them, and what had to be done to some of them.</summary>
/// <param name="Prompts">Those that are used, in order.</param>
/// <param name="Dropped">Prompts that were too long and are left out.</param>
/// <param name="Cut">Prompts that were too long and are cut.</param>
/// <param name="Empty">Prompts without a text, which are left out.</param>
public sealed record PromptSet(IReadOnlyList<PolicyPrompt> Prompts, int Dropped, int Cut, int Empty)
{
    /// <summary>What a user should know of them, in one sentence each; none where all are used as they are.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Dropped > 0)
            {
                yield return Invariant($"{Dropped} of {Total} prompts leave no room for an answer in the model's context and are left out.");
            }

            if (Cut > 0)
            {
                yield return Invariant($"{Cut} of {Total} prompts leave no room for an answer in the model's context; their beginnings are cut off.");
            }

            if (Empty > 0)
            {
                yield return Invariant($"{Empty} of {Total} prompts are empty and are left out.");
            }
        }
    }

    private int Total => Prompts.Count + Dropped + Empty;

    /// <summary>Encodes prompts: behind the beginning of a text, where the tokenizer has one.</summary>
    /// <param name="prompts">Each a text and perhaps its right answer.</param>
    /// <param name="tokenizer">The model's tokenizer; special tokens in a text are plain text.</param>
    /// <param name="contextLength">Tokens that the model can read.</param>
    /// <param name="maxTokens">Room to leave for an answer.</param>
    /// <param name="rule">What becomes of those that are too long.</param>
    /// <exception cref="InvalidDataException">No prompt is left.</exception>
    public static PromptSet Encode(IEnumerable<(string Text, string? Answer)> prompts, Tokenizer tokenizer, int contextLength, int maxTokens, LongPrompts rule = LongPrompts.Drop)
    {
        var room = contextLength - maxTokens;
        if (room < 2)
        {
            throw new ArgumentException(Invariant($"Answers of {maxTokens} tokens leave no room for a prompt in a context of {contextLength}; allow fewer."), nameof(maxTokens));
        }

        var (kept, dropped, cut, empty) = (new List<PolicyPrompt>(), 0, 0, 0);
        foreach (var (text, answer) in prompts)
        {
            if (text.Length == 0)
            {
                empty++;
                continue;
            }

            List<int> tokens = [];
            if (tokenizer.BeginningOfText is { } beginning)
            {
                tokens.Add(beginning);
            }

            var begins = tokens.Count;
            tokenizer.Encode(text, tokens);
            if (tokens.Count > room)
            {
                if (rule == LongPrompts.Drop)
                {
                    dropped++;
                    continue;
                }

                tokens.RemoveRange(begins, tokens.Count - room);
                cut++;
            }

            if (tokens.Count == 0)
            {
                empty++;
                continue;
            }

            kept.Add(new PolicyPrompt(text, [.. tokens], answer));
        }

        return kept.Count > 0
            ? new PromptSet(kept, dropped, cut, empty)
            : throw new InvalidDataException(Invariant($"There is no prompt to train on: {dropped} leave no room for an answer of {maxTokens} tokens in a context of {contextLength}, and {empty} are empty."));
    }
}
