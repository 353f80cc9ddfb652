namespace Sinter.Data.Html;

/// <summary>A run of text without a border of blocks within, and what can be counted of it.</summary>
/// <param name="firstNode">Its first text node.</param>
/// <param name="container">The nearest block element round it.</param>
/// <param name="textStart">Where its text begins in the text of the page.</param>
internal struct TextBlock(int firstNode, int container, int textStart)
{
    public int FirstNode = firstNode;
    public int EndNode;
    public int Container = container;
    public int TextStart = textStart;
    public int TextLength;
    public int LinkCharacters;
    public float Words;
    public int Commas;
    public int SentenceEnds;
    public int Digits;
    public int Capitals;
    public bool EndsSentence;

    /// <summary>The share of the characters that stand in links.</summary>
    public readonly float LinkShare => TextLength == 0 ? 0 : Math.Min(1f, (float)LinkCharacters / TextLength);

    /// <summary>Counts words and marks; where a script does without spaces, two characters are a word.</summary>
    public void Measure(ReadOnlySpan<char> text)
    {
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is >= 'a' and <= 'z')
            {
                Words += inWord ? 0 : 1;
                inWord = true;
            }
            else if (character is ' ' or '\n')
            {
                inWord = false;
            }
            else if (character is ',' or ';' or '，' or '、')
            {
                Commas++;
            }
            else if (character is '.' or '!' or '?' or '。' or '！' or '？' or '…')
            {
                SentenceEnds += i + 1 == text.Length || text[i + 1] is ' ' or '\n' or '"' or '”' or '’' or '\'' || character >= 0x3000 ? 1 : 0;
            }
            else if (character is >= '0' and <= '9')
            {
                Digits++;
                Words += inWord ? 0 : 1;
                inWord = true;
            }
            else if (character is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\u0E00' and <= '\u0E7F'))
            {
                Words += 0.5f;
                inWord = false;
            }
            else if (char.IsLetter(character))
            {
                Capitals += !inWord && char.IsUpper(character) ? 1 : 0;
                Words += inWord ? 0 : 1;
                inWord = true;
            }
        }

        var end = text.TrimEnd("\"'”’»)] ");
        EndsSentence = end.Length > 0 && end[^1] is '.' or '!' or '?' or '。' or '！' or '？' or '…' or ':';
    }
}
