using System.Buffers;

namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>Cuts lines into the tokens of a model, with digits as 0 so that numbers are learned and not each number.</summary>
/// <param name="unit">What a token is.</param>
/// <param name="lowerCase">Whether letters are made small.</param>
internal sealed class NgramTokens(NgramUnit unit, bool lowerCase)
{
    /// <summary>Takes each token of a line in turn.</summary>
    public delegate void Taker(ReadOnlySpan<char> token);

    /// <summary>Gives the tokens of a line.</summary>
    public void Split(ReadOnlySpan<char> line, Taker take)
    {
        var rented = ArrayPool<char>.Shared.Rent(line.Length);
        var text = rented.AsSpan(0, line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var character = line[i];
            text[i] = char.IsDigit(character) ? '0' : lowerCase ? char.ToLowerInvariant(character) : character;
        }

        if (unit == NgramUnit.Character)
        {
            SplitCharacters(text, take);
        }
        else
        {
            SplitWords(text, take);
        }

        ArrayPool<char>.Shared.Return(rented);
    }

    private static void SplitCharacters(ReadOnlySpan<char> text, Taker take)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                take(" ");
                while (i < text.Length && char.IsWhiteSpace(text[i]))
                {
                    i++;
                }

                continue;
            }

            var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
            take(text.Slice(i, length));
            i += length;
        }
    }

    private void SplitWords(ReadOnlySpan<char> text, Taker take)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            if (i > start)
            {
                TakeWord(text[start..i], take);
            }

            i++;
        }
    }

    private void TakeWord(ReadOnlySpan<char> word, Taker take)
    {
        if (unit == NgramUnit.WhiteSpace)
        {
            take(word);
            return;
        }

        var first = 0;
        while (first < word.Length && IsPunctuation(word[first]))
        {
            first++;
        }

        var last = word.Length;
        while (last > first && IsPunctuation(word[last - 1]))
        {
            last--;
        }

        TakeUnlessEmpty(word[..first], take);
        TakeUnlessEmpty(word[first..last], take);
        TakeUnlessEmpty(word[last..], take);
    }

    private static void TakeUnlessEmpty(ReadOnlySpan<char> token, Taker take)
    {
        if (!token.IsEmpty)
        {
            take(token);
        }
    }

    private static bool IsPunctuation(char character) => (CharacterTable.Of(character) & CharacterKinds.Punctuation) != CharacterKinds.None;
}
