using System.Numerics;

namespace Sinter.Data.Cleaning;

/// <summary>The words of a text, sums over them, and which of them are the same.</summary>
public sealed class WordList
{
    [ThreadStatic]
    private static TextWord[]? _scratch;

    private readonly string _text;
    private readonly TextWord[] _words;
    private SpanGroups? _groups;
    private NgramTable? _ngrams;

    /// <summary>Finds the words of a text.</summary>
    internal WordList(string text)
    {
        _text = text;
        var words = _scratch ??= new TextWord[1024];
        var count = 0;
        var start = -1;
        var before = 1u;
        for (var block = 0; block < text.Length; block += SpaceMask.Width)
        {
            // A bit is set where white space and words meet: in turn a word begins and ends.
            var spaces = SpaceMask.At(text, block);
            var borders = spaces ^ ((spaces << 1) | before);
            before = spaces >> (SpaceMask.Width - 1);
            for (; borders != 0; borders &= borders - 1)
            {
                var at = block + BitOperations.TrailingZeroCount(borders);
                if (start < 0)
                {
                    start = at;
                    continue;
                }

                Add(ref words, count++, Strip(text, start, at));
                start = -1;
            }
        }

        if (start >= 0)
        {
            Add(ref words, count++, Strip(text, start, text.Length));
        }

        Tokens += Cores;
        _words = words.AsSpan(0, count).ToArray();

        // A thread keeps room for usual texts, not for the longest that it ever met.
        _scratch = words.Length <= 1 << 16 ? words : null;
    }

    /// <summary>The words in their order.</summary>
    public ReadOnlySpan<TextWord> Words => _words;

    /// <summary>The length of all words together, in UTF-16 units.</summary>
    public long Characters { get; private set; }

    /// <summary>How many words hold a letter.</summary>
    public int Letters { get; private set; }

    /// <summary>How many words are not punctuation alone.</summary>
    public int Cores { get; private set; }

    /// <summary>The length of all words without the punctuation at their ends.</summary>
    public long CoreCharacters { get; private set; }

    /// <summary>How many tokens there are: words, and runs of punctuation at their ends.</summary>
    public long Tokens { get; private set; }

    /// <summary>Which words are the same, punctuation and case included.</summary>
    public SpanGroups Groups => _groups ??= SpanGroups.Of(_text, _words);

    /// <summary>Which runs of 2 to 10 words occur more than once.</summary>
    public NgramTable Ngrams => _ngrams ??= new NgramTable(Groups.Group, Groups.Count);

    private void Add(ref TextWord[] words, int index, in TextWord word)
    {
        if (index == words.Length)
        {
            Array.Resize(ref words, index * 2);
        }

        words[index] = word;
        Characters += word.Length;
        CoreCharacters += word.CoreLength;
        Letters += word.HasLetter ? 1 : 0;
        Tokens += word.Marks;
        Cores += word.CoreLength > 0 ? 1 : 0;
    }

    private static TextWord Strip(string text, int start, int end)
    {
        var kinds = CharacterTable.All;
        var first = start;
        var marks = 0;
        while (first < end && (kinds[text[first]] & CharacterKinds.Punctuation) != CharacterKinds.None)
        {
            marks += first > start && text[first - 1] == text[first] ? 0 : 1;
            first++;
        }

        var last = end;
        while (last > first && (kinds[text[last - 1]] & CharacterKinds.Punctuation) != CharacterKinds.None)
        {
            marks += last < end && text[last] == text[last - 1] ? 0 : 1;
            last--;
        }

        // Nearly always the first character is the letter that is looked for.
        var letter = first;
        while (letter < last && (kinds[text[letter]] & CharacterKinds.Letter) == CharacterKinds.None)
        {
            letter++;
        }

        return new TextWord(start, end - start, first, last - first, marks, letter < last);
    }
}
