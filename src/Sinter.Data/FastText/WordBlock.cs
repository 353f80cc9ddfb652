namespace Sinter.Data.FastText;

/// <summary>The known words of some lines, of which the frequent ones were left out by chance (Mikolov et al. 2013, section 2.3).</summary>
internal sealed class WordBlock
{
    // As the original: a longer line goes on as another.
    private const int LongestLine = 1024;

    private readonly List<int> _words = [];
    private readonly List<(int Words, int Tokens)> _ends = [];

    /// <summary>Reads whole lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="vocabulary">The words that are known.</param>
    /// <param name="kept">With what probability each stays.</param>
    /// <param name="random">Decides that.</param>
    public WordBlock(ReadOnlySpan<byte> lines, FastTextVocabulary vocabulary, float[] kept, SplitMix random)
    {
        var known = 0;
        while (!lines.IsEmpty)
        {
            var tokens = new LineTokens(lines);
            while (tokens.MoveNext())
            {
                var word = vocabulary.Find(tokens.Token, tokens.Hash);
                if (word < 0)
                {
                    continue;
                }

                known++;
                if (word < kept.Length && random.NextSingle() <= kept[word])
                {
                    _words.Add(word);
                }

                if (known > LongestLine)
                {
                    EndLine(ref known);
                }
            }

            EndLine(ref known);
            lines = lines[tokens.Read..];
        }
    }

    /// <summary>The number of lines.</summary>
    public int Lines => _ends.Count;

    /// <summary>The words of a line that stayed.</summary>
    public ReadOnlySpan<int> WordsOf(int line)
    {
        var start = line == 0 ? 0 : _ends[line - 1].Words;
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_words)[start.._ends[line].Words];
    }

    /// <summary>How many known words the line had.</summary>
    public int TokensOf(int line) => _ends[line].Tokens;

    private void EndLine(ref int known)
    {
        _ends.Add((_words.Count, known));
        known = 0;
    }
}
