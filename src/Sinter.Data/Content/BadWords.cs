using System.Globalization;
using Sinter.Data.Decontamination;

namespace Sinter.Data.Content;

/// <summary>
/// Finds unwanted words and phrases in texts. In scripts with spaces a hit is a whole word, so that no town is blamed for the letters in its name; in those without (Chinese,
/// Japanese, Thai, Khmer, Lao, Burmese) any place counts. Any number of threads may use it.
/// </summary>
public sealed class BadWords
{
    private readonly WordAutomaton _automaton;
    private readonly MatchingOptions _options;
    private readonly bool _anywhere;
    private readonly int[] _lengths;

    // Words that are the same once folded, such as those of two languages, share one place in the automaton.
    private readonly List<int>[] _entries;

    [ThreadStatic]
    private static FoldedText? _folded;

    /// <summary>Makes the search of words.</summary>
    /// <param name="words">The words.</param>
    /// <param name="options">Which texts are one word.</param>
    /// <param name="anywhere">Whether parts of words count in all scripts.</param>
    /// <exception cref="ArgumentException">A word is empty but for signs that do not count.</exception>
    public BadWords(IReadOnlyList<BadWord> words, MatchingOptions options = default, bool anywhere = false)
    {
        Words = words;
        _options = options;
        _anywhere = anywhere;
        var folded = new OrderedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            var text = Folded(words[i].Text);
            if (text.Length == 0)
            {
                throw new ArgumentException($"The word {i + 1} of the list, '{words[i].Text}', holds nothing to look for.", nameof(words));
            }

            if (!folded.TryGetValue(text, out var entries))
            {
                folded.Add(text, entries = []);
            }

            entries.Add(i);
        }

        _entries = [.. folded.Values];
        _lengths = [.. folded.Keys.Select(static text => text.Length)];
        _automaton = new WordAutomaton([.. folded.Keys]);
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<BadWord> Words { get; }

    /// <summary>The hits in a text, in the order of their places; a hit within a longer one does not count.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">Its language; words of other languages are not looked for. Empty or null where it is not known: then only words of any language are.</param>
    public IReadOnlyList<BadWordHit> Find(string text, string? language = null)
    {
        var hits = new List<BadWordHit>();
        var folded = _folded ??= new FoldedText();
        var squeezed = folded.Fold(text, _options, 1);
        Search(folded, language ?? "", hits);
        if (squeezed)
        {
            folded.Fold(text, _options, 2);
            Search(folded, language ?? "", hits);
        }

        if (folded.Length > 1 << 20)
        {
            _folded = null;
        }

        return WithoutInner(hits);
    }

    private string Folded(string word)
    {
        var folded = new FoldedText();
        folded.Fold(word, _options with { RepeatedLetters = false }, int.MaxValue);
        return folded.Characters.Trim(' ').ToString();
    }

    private void Search(FoldedText folded, string language, List<BadWordHit> hits) => _automaton.Search(folded.Characters, (word, end) =>
    {
        var start = end - _lengths[word];
        if (!_anywhere && !(IsBorder(folded.Characters, start) && IsBorder(folded.Characters, end)))
        {
            return;
        }

        foreach (var entry in _entries[word])
        {
            if (Words[entry].Language is "" || string.Equals(Words[entry].Language, language, StringComparison.OrdinalIgnoreCase))
            {
                hits.Add(new BadWordHit(entry, folded.Place(start), End(folded, end) - folded.Place(start)));
                return;
            }
        }
    });

    /// <summary>The end of a hit in the text: behind its last character, with what was left out behind that one but no space.</summary>
    private static int End(FoldedText folded, int end) => Math.Max(folded.Place(end - 1) + 1, folded.Place(end));

    /// <summary>Whether words part at an index: one side is no part of a word, or either belongs to a script without spaces.</summary>
    private static bool IsBorder(ReadOnlySpan<char> text, int index) =>
        index == 0 || index == text.Length || !IsWordPart(text[index - 1]) || !IsWordPart(text[index])
        || WordFolding.IsUnspaced(text[index - 1]) || WordFolding.IsUnspaced(text[index]);

    private static bool IsWordPart(char character) => char.GetUnicodeCategory(character) is <= UnicodeCategory.OtherNumber or UnicodeCategory.Surrogate;

    private static List<BadWordHit> WithoutInner(List<BadWordHit> hits)
    {
        hits.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : left.Length != right.Length ? right.Length.CompareTo(left.Length) : left.Word.CompareTo(right.Word));
        var outer = new List<BadWordHit>(hits.Count);
        var end = 0;
        foreach (var hit in hits)
        {
            if (hit.Start + hit.Length > end)
            {
                outer.Add(hit);
                end = hit.Start + hit.Length;
            }
        }

        return outer;
    }
}
