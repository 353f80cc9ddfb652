namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>The words of a model by number. The first three are not words: what is unknown, and the begin and the end of a line.</summary>
internal sealed class NgramVocabulary
{
    public const int Unknown = 0;
    public const int Begin = 1;
    public const int End = 2;

    private readonly List<string> _words = ["<unk>", "<s>", "</s>"];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { ["<unk>"] = Unknown, ["<s>"] = Begin, ["</s>"] = End };
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public NgramVocabulary() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    public IReadOnlyList<string> Words => _words;

    /// <summary>The number of a word of a text; text that spells one of the three that are no words is unknown.</summary>
    public int Find(ReadOnlySpan<char> word) => _lookup.TryGetValue(word, out var number) && number > End ? number : Unknown;

    /// <summary>The number of a word of a text, which is added where it is new.</summary>
    public int Add(ReadOnlySpan<char> word)
    {
        if (_lookup.TryGetValue(word, out var number))
        {
            return number > End ? number : Unknown;
        }

        AddNew(word.ToString());
        return _words.Count - 1;
    }

    /// <summary>Adds a word of a file under the next number; false where it is there already.</summary>
    public bool AddNew(string word)
    {
        if (!_numbers.TryAdd(word, _words.Count))
        {
            return false;
        }

        _words.Add(word);
        return true;
    }

    /// <summary>The number of a word of a file, the three that are no words included; negative where it is not there.</summary>
    public int Number(ReadOnlySpan<char> word) => _lookup.TryGetValue(word, out var number) ? number : -1;
}
