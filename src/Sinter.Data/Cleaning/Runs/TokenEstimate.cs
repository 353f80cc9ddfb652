namespace Sinter.Data.Cleaning;

/// <summary>
/// About how many tokens a text makes, without a tokenizer: pieces as the GPT-2 pattern cuts them, each counted by its length. It is meant for comparing what
/// goes in with what is left, where a tokenizer of tens of MB a second would cost more than all else.
/// </summary>
public static class TokenEstimate
{
    // Of the pieces that GPT-2 cuts from English prose, those of up to 7 letters are mostly one token, and each further 4 or so one more.
    private const int LettersOfOneToken = 7;
    private const int LettersOfAnother = 4;

    /// <summary>The estimate for a text; 0 for none.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        for (var i = 0; i < text.Length;)
        {
            var character = text[i];
            var start = i;
            if (char.IsAsciiLetter(character))
            {
                while (++i < text.Length && char.IsAsciiLetter(text[i]))
                {
                }

                tokens += 1 + (Math.Max(0, i - start - LettersOfOneToken + LettersOfAnother - 1) / LettersOfAnother);
            }
            else if (character is ' ' or '\n')
            {
                // One space belongs to the word behind it; a line end is a token.
                tokens += character == '\n' ? 1 : 0;
                i++;
            }
            else if (char.IsAsciiDigit(character))
            {
                while (++i < text.Length && char.IsAsciiDigit(text[i]))
                {
                }

                tokens += (i - start + 2) / 3;
            }
            else if (character < 0x80)
            {
                tokens++;
                i++;
            }
            else
            {
                // Other scripts: GPT-4-like vocabularies need about a token for two letters of an alphabet, and one for an ideograph.
                var beyond = 0;
                while (i < text.Length && text[i] >= 0x80)
                {
                    beyond += text[i++] >= 0x2E80 ? 2 : 1;
                }

                tokens += (beyond + 1) / 2;
            }
        }

        return tokens;
    }
}
