namespace Sinter.Data.Decontamination;

/// <summary>
/// The words of all items, one after another: a number a word, and each different word once. Fields of an item follow each other; those too short to be looked for are not kept,
/// unless an item has no other: then all of its fields together count as one.
/// </summary>
/// <param name="leastWords">The fewest words of a field that is kept.</param>
internal sealed class BenchmarkWords(int leastWords)
{
    /// <summary>More words than these would take more than about 4 GB.</summary>
    public const int MaximumWords = 1 << 26;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _vocabulary = [];
    private readonly List<ulong> _hashes = [];
    private readonly List<int> _words = [];
    private readonly List<int> _fieldStarts = [];
    private readonly List<int> _fieldItems = [];

    /// <summary>How many words there are.</summary>
    public int Count => _words.Count;

    /// <summary>How many fields there are.</summary>
    public int Fields => _fieldStarts.Count;

    /// <summary>The number of the word at a place.</summary>
    public int Number(int place) => _words[place];

    /// <summary>The number of a folded word; -1 where no benchmark has it.</summary>
    public int Number(string folded) => _numbers.GetValueOrDefault(folded, -1);

    /// <summary>The hash of a word.</summary>
    public ulong Hash(int place) => _hashes[_words[place]];

    /// <summary>Adds the texts of an item; false where none is long enough.</summary>
    /// <exception cref="InvalidDataException">There are more words than fit.</exception>
    public bool Add(int item, IReadOnlyList<string> texts)
    {
        var before = Count;
        foreach (var text in texts)
        {
            var start = Count;
            AddWords(text);
            CloseField(item, start);
        }

        if (Count == before && texts.Count > 1)
        {
            foreach (var text in texts)
            {
                AddWords(text);
            }

            CloseField(item, before);
        }

        return Count > before;
    }

    /// <summary>The field that a word belongs to.</summary>
    public int FieldOf(int place)
    {
        var at = _fieldStarts.BinarySearch(place);
        return at >= 0 ? at : ~at - 1;
    }

    /// <summary>Where a field begins.</summary>
    public int Start(int field) => _fieldStarts[field];

    /// <summary>How many words it has.</summary>
    public int Length(int field) => (field + 1 < _fieldStarts.Count ? _fieldStarts[field + 1] : Count) - _fieldStarts[field];

    /// <summary>The item that it belongs to.</summary>
    public int ItemOf(int field) => _fieldItems[field];

    /// <summary>Whether the words at two places are the same.</summary>
    public bool AreSame(int first, int second, int words)
    {
        for (var i = 0; i < words; i++)
        {
            if (_words[first + i] != _words[second + i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a text has the words of a place; gives where the last one ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where its first word begins.</param>
    /// <param name="place">The place.</param>
    /// <param name="words">How many words are compared.</param>
    /// <param name="end">The end of the last word in the text.</param>
    public bool Matches(ReadOnlySpan<char> text, int start, int place, int words, out int end)
    {
        var scanner = new WordScanner(text, start);
        for (var i = 0; i < words; i++)
        {
            if (!scanner.MoveNext() || !scanner.Is(_vocabulary[_words[place + i]]))
            {
                end = 0;
                return false;
            }
        }

        end = scanner.End;
        return true;
    }

    private void AddWords(string text)
    {
        var scanner = new WordScanner(text);
        while (scanner.MoveNext())
        {
            var word = scanner.Fold();
            if (!_numbers.TryGetValue(word, out var number))
            {
                number = _vocabulary.Count;
                _numbers.Add(word, number);
                _vocabulary.Add(word);
                _hashes.Add(scanner.Hash);
            }

            _words.Add(number);
        }

        if (Count > MaximumWords)
        {
            throw new InvalidDataException($"The benchmarks have more than {MaximumWords} words, the limit for one index; give fewer of them, or name the fields that matter.");
        }
    }

    private void CloseField(int item, int start)
    {
        if (Count - start >= leastWords)
        {
            _fieldStarts.Add(start);
            _fieldItems.Add(item);
        }
        else
        {
            _words.RemoveRange(start, Count - start);
        }
    }
}
