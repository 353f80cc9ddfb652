using System.Runtime.InteropServices;
using Sinter.Data.FastText;

namespace Sinter.Data.Bias;

/// <summary>
/// Counts how often groups of people are named, and which words stand near: at most a window of words away in the same text. What is counted are pairs of a word and a word near it,
/// each pair from both sides.
/// </summary>
public sealed class AssociationCounts
{
    // Of a text with more different words, such as one made of random signs, the rarest that come late are not counted.
    private const int MostWords = 1 << 20;

    private readonly int _window;
    private readonly Dictionary<string, int[]> _groupsOf;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<int, long>[] _near;
    private readonly long[] _pairsOf;
    private readonly long[] _named;
    private readonly List<int> _text = [];

    /// <summary>Begins without texts.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="window">How many words away is near.</param>
    public AssociationCounts(IReadOnlyList<TermGroup> groups, int window = 5)
    {
        (Groups, _window) = (groups, window);
        _groupsOf = Enumerable.Range(0, groups.Count)
            .SelectMany(group => groups[group].Terms.Select(term => (term, group)))
            .GroupBy(static pair => pair.term, static pair => pair.group, StringComparer.Ordinal)
            .ToDictionary(static term => term.Key, static term => term.ToArray(), StringComparer.Ordinal);
        _near = [.. groups.Select(static _ => new Dictionary<int, long>())];
        (_pairsOf, _named) = (new long[groups.Count], new long[groups.Count]);
    }

    /// <summary>The groups.</summary>
    public IReadOnlyList<TermGroup> Groups { get; }

    /// <summary>The texts.</summary>
    public long Texts { get; private set; }

    /// <summary>Their words.</summary>
    public long Words { get; private set; }

    /// <summary>All pairs.</summary>
    public long Pairs { get; private set; }

    /// <summary>How often each group is named.</summary>
    public IReadOnlyList<long> Named => _named;

    /// <summary>The words that stand near a group, in the order in which they were met, with how often they do.</summary>
    public IEnumerable<(string Word, long Count)> Near(int group) => _near[group].Select(near => (_words[near.Key], near.Value));

    /// <summary>The pairs with a word of a group.</summary>
    public long PairsOf(int group) => _pairsOf[group];

    /// <summary>The pairs with a word.</summary>
    public long PairsOf(string word) => _numbers.TryGetValue(word, out var number) ? _counts[number] : 0;

    /// <summary>The pairs of a word of a group and a word.</summary>
    public long PairsOf(int group, string word) => _numbers.TryGetValue(word, out var number) ? _near[group].GetValueOrDefault(number) : 0;

    /// <summary>Counts a text.</summary>
    /// <returns>How often each group is named in it.</returns>
    public int[] Add(string text)
    {
        _text.Clear();
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> room = stackalloc char[128];
        for (var words = new TextWords(text); words.MoveNext();)
        {
            var word = WordVectorText.Lower(words.Current, room);
            _text.Add(lookup.TryGetValue(word, out var number) ? number : NumberOf(word.ToString()));
        }

        Texts++;
        Words += _text.Count;
        var named = new int[Groups.Count];
        for (var at = 0; at < _text.Count; at++)
        {
            var (from, to) = (Math.Max(0, at - _window), Math.Min(_text.Count - 1, at + _window));
            Pairs += to - from;
            if (_text[at] < 0)
            {
                continue;
            }

            _counts[_text[at]] += to - from;
            foreach (var group in _groupsOf.GetValueOrDefault(_words[_text[at]], []))
            {
                named[group]++;
                _named[group]++;
                _pairsOf[group] += to - from;
                for (var near = from; near <= to; near++)
                {
                    if (near != at && _text[near] >= 0)
                    {
                        CollectionsMarshal.GetValueRefOrAddDefault(_near[group], _text[near], out _)++;
                    }
                }
            }
        }

        return named;
    }

    /// <summary>Adds what was counted elsewhere with the same groups and window.</summary>
    public void Add(AssociationCounts other)
    {
        Texts += other.Texts;
        Words += other.Words;
        Pairs += other.Pairs;
        var numbers = new int[other._words.Count];
        for (var word = 0; word < numbers.Length; word++)
        {
            numbers[word] = NumberOf(other._words[word]);
            if (numbers[word] >= 0)
            {
                _counts[numbers[word]] += other._counts[word];
            }
        }

        for (var group = 0; group < Groups.Count; group++)
        {
            _named[group] += other._named[group];
            _pairsOf[group] += other._pairsOf[group];
            foreach (var (word, count) in other._near[group])
            {
                if (numbers[word] >= 0)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(_near[group], numbers[word], out _) += count;
                }
            }
        }
    }

    /// <summary>The number of a word; -1 where there are too many. Words that name groups are always counted.</summary>
    private int NumberOf(string word)
    {
        if (_numbers.TryGetValue(word, out var number))
        {
            return number;
        }

        if (_words.Count >= MostWords && !_groupsOf.ContainsKey(word))
        {
            return -1;
        }

        _numbers.Add(word, _words.Count);
        _words.Add(word);
        _counts.Add(0);
        return _words.Count - 1;
    }
}
