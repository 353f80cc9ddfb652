namespace Sinter.Data.Synthesis;

/// <summary>Which words a document has, and how it spells them within sentences: whether a word that begins a sentence is a name can be told by it.</summary>
internal sealed class DocumentWords
{
    // A long document has said by then how it spells its words.
    private const int MostCharacters = 1 << 20;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lower;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _capitalInside;

    public DocumentWords(string text)
    {
        var lower = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var inside = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var numbers = new List<string>();
        var names = new List<string>();
        var span = text.AsSpan(0, Math.Min(text.Length, MostCharacters));
        var ranges = TextTools.Words(span);
        for (var i = 0; i < ranges.Count; i++)
        {
            var range = ranges[i];
            var word = span[range];
            var isInside = range.Start.Value > 1 && span[range.Start.Value - 1] == ' ' && (char.IsLetterOrDigit(span[range.Start.Value - 2]) || span[range.Start.Value - 2] is ',' or ';');
            if (char.IsAsciiDigit(word[0]))
            {
                Add(numbers, word);
            }
            else if (char.IsUpper(word[0]))
            {
                if (isInside && word.Length > 2 && !StopWords.Contains(word))
                {
                    inside.Add(word);

                    // A name of several words is one.
                    var end = range.End.Value;
                    while (i + 1 < ranges.Count && ranges[i + 1].Start.Value == end + 1 && span[end] == ' ' && char.IsUpper(span[end + 1]))
                    {
                        inside.Add(span[ranges[++i]]);
                        end = ranges[i].End.Value;
                    }

                    if (!span[..end].EndsWith("'s") && !span[..end].EndsWith("\u2019s"))
                    {
                        Add(names, span[range.Start.Value..end]);
                    }
                }
            }
            else
            {
                lower.Add(word);
            }
        }

        _lower = lower;
        _capitalInside = inside;
        Numbers = numbers;
        Names = names;
    }

    /// <summary>The different numbers, in order; at most a few hundred.</summary>
    public IReadOnlyList<string> Numbers { get; }

    /// <summary>The different names within sentences, of one word or several with capital letters, in order; at most a few hundred.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A phrase from the start of a sentence as it is spelled within one: <c>The largest city</c> is <c>the largest city</c>, and <c>Paris</c> stays.</summary>
    public string Inside(string phrase)
    {
        var length = phrase.AsSpan().IndexOfAny(' ', ',', '\'');
        var first = length < 0 ? phrase.AsSpan() : phrase.AsSpan(0, length);
        if (first.IsEmpty || !char.IsUpper(first[0]) || (first.Length > 1 && first[1..].ContainsAnyInRange('A', 'Z')))
        {
            return phrase;
        }

        // Lake Baikal is a name whole, though a lake is none.
        var isStop = StopWords.Contains(first);
        if (!isStop && length >= 0 && length + 1 < phrase.Length && phrase[length] == ' ' && char.IsUpper(phrase[length + 1]))
        {
            return phrase;
        }

        var small = string.Concat(char.ToLowerInvariant(first[0]).ToString(), first[1..]);
        return isStop || (_lower.Contains(small) && !_capitalInside.Contains(first)) ? string.Concat(small, phrase.AsSpan(first.Length)) : phrase;
    }

    private static void Add(List<string> words, ReadOnlySpan<char> word)
    {
        const int most = 300;
        if (words.Count >= most)
        {
            return;
        }

        foreach (var known in words)
        {
            if (word.SequenceEqual(known))
            {
                return;
            }
        }

        words.Add(word.ToString());
    }
}
