using Sinter.Models;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Inference.Texts;

/// <summary>Text as the tokens that a model reads: with the special tokens round it that the tokenizer's file asks for, and no longer than the context.</summary>
/// <param name="model">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
internal sealed class TextInputBuilder(ModelConfig model, Tokenizer tokenizer)
{
    /// <summary>Special tokens round a text.</summary>
    private readonly int _frame = tokenizer.AddSpecialTokens([]).Length;

    /// <summary>The length of the program for texts: less than a quarter of it, or 16 tokens, is padding.</summary>
    /// <param name="tokens">Tokens of the longest text.</param>
    public int TimeFor(int tokens)
    {
        var step = 16;
        while (step * 8 < tokens)
        {
            step *= 2;
        }

        return Math.Min(model.ContextLength, (tokens + step - 1) / step * step);
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="truncates">Whether the end of a text that is too long is cut off.</param>
    /// <param name="allowSpecial">Whether special tokens in the text are such.</param>
    /// <exception cref="ArgumentException">The text is too long, or there is nothing to read.</exception>
    public int[] Build(string text, bool truncates, bool allowSpecial)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = tokenizer.Encode(text, allowSpecial);
        if (ids.Length + _frame > model.ContextLength)
        {
            ids = truncates && _frame < model.ContextLength
                ? tokenizer.Truncate(text, model.ContextLength - _frame, allowSpecial: allowSpecial).Ids
                : throw new ArgumentException(Invariant($"The text has {ids.Length + _frame} tokens and the model reads {model.ContextLength}; shorten it, cut it into pieces, or have its end cut off."), nameof(text));
        }

        int[] framed = tokenizer.AddSpecialTokens(ids);
        return framed.Length > 0 ? framed
            : tokenizer.EndOfText is { } end ? [end]
            : throw new ArgumentException("The text is empty, and the tokenizer knows no token for that; give it a text.", nameof(text));
    }

    /// <summary>Refuses a tokenizer with tokens that the model lacks.</summary>
    public void RequireFit()
    {
        if (model.VocabularySize < tokenizer.VocabularySize)
        {
            throw new ArgumentException(Invariant($"The tokenizer has {tokenizer.VocabularySize} tokens and the model only {model.VocabularySize}; they do not belong together."));
        }
    }
}
