namespace Sinter.Data.Cleaning;

/// <summary>The words of a text, sums over them, and which of them are the same.</summary>
public sealed class WordList
{
    [ThreadStatic]
    private static TextWord[]? scratch;

    private readonly string _text;
    private readonly TextWord[] _words;
    private SpanGroups? _groups;
    private NgramTable? _ngrams;

    /// <summary>Finds the words of a text.</summary>
    internal WordList(string text)
    {
        _text = text;
        var words = scratch ??= new TextWord[1024];
        var count = 0;
        var kinds = CharacterTable.All;
        for (var i = 0; i < text.Length;)
        {
            var kind = kinds[text[i]];
            if (kind == CharacterKinds.Space)
            {
                i++;
                continue;
            }

            var start = i;
            var held = CharacterKinds.None;
            do
            {
                held |= kind;
                i++;
            }
            while (i < text.Length && (kind = kinds[text[i]]) != CharacterKinds.Space);

            if (count == words.Length)
            {
                Array.Resize(ref words, count * 2);
            }

            var word = Strip(text, start, i, held);
            words[count++] = word;
            Characters += word.Length;
            Letters += (held & CharacterKinds.Letter) == 0 ? 0 : 1;
            Tokens += word.Marks;
            if (word.CoreLength > 0)
            {
                Cores++;
                CoreCharacters += word.CoreLength;
            }
        }

        Tokens += Cores;
        _words = words.AsSpan(0, count).ToArray();

        // A thread keeps room for usual texts, not for the longest that it ever met.
        scratch = words.Length <= 1 << 16 ? words : null;
    }

    /// <summary>The words in their order.</summary>
    public ReadOnlySpan<TextWord> Words => _words;

    /// <summary>The length of all words together, in UTF-16 units.</summary>
    public long Characters { get; }

    /// <summary>How many words hold a letter.</summary>
    public int Letters { get; }

    /// <summary>How many words are not punctuation alone.</summary>
    public int Cores { get; }

    /// <summary>The length of all words without the punctuation at their ends.</summary>
    public long CoreCharacters { get; }

    /// <summary>How many tokens there are: words, and runs of punctuation at their ends.</summary>
    public long Tokens { get; }

    /// <summary>Which words are the same, punctuation and case included.</summary>
    public SpanGroups Groups => _groups ??= SpanGroups.Of(_text, _words);

    /// <summary>Which runs of 2 to 10 words occur more than once.</summary>
    public NgramTable Ngrams => _ngrams ??= new NgramTable(_words, Groups.Group);

    private static TextWord Strip(string text, int start, int end, CharacterKinds held)
    {
        if ((held & CharacterKinds.Punctuation) == 0)
        {
            return new TextWord(start, end - start, start, end - start, 0, held);
        }

        var kinds = CharacterTable.All;
        var first = start;
        var marks = 0;
        while (first < end && (kinds[text[first]] & CharacterKinds.Punctuation) != 0)
        {
            marks += first > start && text[first - 1] == text[first] ? 0 : 1;
            first++;
        }

        var last = end;
        while (last > first && (kinds[text[last - 1]] & CharacterKinds.Punctuation) != 0)
        {
            marks += last < end && text[last] == text[last - 1] ? 0 : 1;
            last--;
        }

        return new TextWord(start, end - start, first, last - first, marks, held);
    }
}
