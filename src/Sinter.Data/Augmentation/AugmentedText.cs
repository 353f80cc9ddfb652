using System.Text;
using Sinter.Data.FastText;

namespace Sinter.Data.Augmentation;

/// <summary>One text while its words are changed; what stands between the words stays, but for the space that a word takes with it.</summary>
internal sealed class AugmentedText
{
    // A word this long is no word that somebody mistypes.
    private const int LongestTyped = 100;

    private readonly string _text;
    private readonly List<Range> _places;
    private readonly string?[] _words;
    private readonly SortedDictionary<int, List<string>> _inserted = [];
    private readonly int _changes;

    public AugmentedText(string text, double rate)
    {
        _text = text;
        _places = TextWords.Find(text);
        _words = [.. _places.Select(place => text[place])];
        _changes = Math.Max(1, (int)Math.Round(rate * _words.Length));
    }

    /// <summary>Makes a change; false where it finds nothing to change.</summary>
    public bool Apply(AugmentationKind kind, double rate, SynonymList? synonyms, ref SplitMix random)
    {
        switch (kind)
        {
            case AugmentationKind.Deletion:
                return Delete(rate, ref random);
            case AugmentationKind.Swap:
                return Swap(ref random);
            case AugmentationKind.Synonyms:
                return Replace(synonyms!, ref random);
            case AugmentationKind.Insertion:
                return Insert(synonyms!, ref random);
            default:
                return Rewrite(kind, ref random);
        }
    }

    /// <summary>The text with its changes.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_text.Length + 16);
        var at = 0;
        var atStart = true;
        for (var i = 0; i < _words.Length; i++)
        {
            var (start, length) = _places[i].GetOffsetAndLength(_text.Length);
            text.Append(_text, at, start - at);
            atStart &= text.Length == 0;
            at = start + length;
            foreach (var word in _inserted.GetValueOrDefault(i, []))
            {
                text.Append(word);
                if (!TextWords.IsSign(word))
                {
                    text.Append(' ');
                }
            }

            if (_words[i] is { } stays)
            {
                text.Append(stays);
                atStart = false;
            }
            else
            {
                // One of the two spaces that now meet goes with the word.
                var spaceBehind = at < _text.Length && _text[at] == ' ';
                var spaceBefore = text.Length > 0 && text[^1] == ' ';
                if (spaceBehind && (spaceBefore || atStart))
                {
                    at++;
                }
                else if (spaceBefore && at == _text.Length)
                {
                    text.Length--;
                }
            }
        }

        return text.Append(_text, at, _text.Length - at).ToString();
    }

    private bool Delete(double rate, ref SplitMix random)
    {
        if (_words.Length < 2)
        {
            return false;
        }

        var stays = random.NextBelow(_words.Length);
        var gone = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            if (random.NextSingle() < rate && i != stays)
            {
                _words[i] = null;
                gone++;
            }
        }

        if (gone == 0)
        {
            _words[(stays + 1 + random.NextBelow(_words.Length - 1)) % _words.Length] = null;
        }

        return true;
    }

    private bool Swap(ref SplitMix random)
    {
        var changed = false;
        for (var change = 0; change < _changes && _words.Length > 1; change++)
        {
            var first = random.NextBelow(_words.Length);
            var second = (first + 1 + random.NextBelow(_words.Length - 1)) % _words.Length;
            changed |= !string.Equals(_words[first], _words[second], StringComparison.Ordinal);
            (_words[first], _words[second]) = (_words[second], _words[first]);
        }

        return changed;
    }

    private bool Replace(SynonymList synonyms, ref SplitMix random)
    {
        var changed = false;
        foreach (var i in Choose(WithSynonyms(synonyms), ref random))
        {
            var word = Synonym(synonyms, i, ref random);
            changed |= !string.Equals(word, _words[i], StringComparison.Ordinal);
            _words[i] = word;
        }

        return changed;
    }

    private bool Insert(SynonymList synonyms, ref SplitMix random)
    {
        var chosen = Choose(WithSynonyms(synonyms), ref random);
        foreach (var i in chosen)
        {
            var place = random.NextBelow(_words.Length);
            if (!_inserted.TryGetValue(place, out var words))
            {
                _inserted[place] = words = [];
            }

            words.Add(Synonym(synonyms, i, ref random));
        }

        return chosen.Count > 0;
    }

    private bool Rewrite(AugmentationKind kind, ref SplitMix random)
    {
        var changed = false;
        var candidates = Enumerable.Range(0, _words.Length).Where(i => _words[i]!.Length <= LongestTyped && _words[i]!.Any(static letter => char.IsAsciiLetterOrDigit(letter) || char.ToUpperInvariant(letter) != char.ToLowerInvariant(letter))).ToList();
        foreach (var i in Choose(candidates, ref random))
        {
            var word = kind switch
            {
                AugmentationKind.Case => OtherCase(_words[i]!, random.NextBelow(3)),
                AugmentationKind.Keyboard => WordTypos.Keyboard(_words[i]!, ref random),
                _ => WordTypos.Ocr(_words[i]!, ref random),
            };
            changed |= !string.Equals(word, _words[i], StringComparison.Ordinal);
            _words[i] = word;
        }

        return changed;
    }

    private static string OtherCase(string word, int way)
    {
        var other = way switch
        {
            0 => word.ToLowerInvariant(),
            1 => word.ToUpperInvariant(),
            _ => word,
        };
        if (!string.Equals(other, word, StringComparison.Ordinal))
        {
            return other;
        }

        var first = char.IsUpper(word[0]) ? char.ToLowerInvariant(word[0]) : char.ToUpperInvariant(word[0]);
        return first + word[1..];
    }

    private List<int> WithSynonyms(SynonymList synonyms) => [.. Enumerable.Range(0, _words.Length).Where(i => synonyms.Of(_words[i]).Count > 0)];

    /// <summary>A synonym of a word, in capitals where the word is.</summary>
    private string Synonym(SynonymList synonyms, int i, ref SplitMix random)
    {
        var word = _words[i]!;
        var all = synonyms.Of(word);
        var synonym = all[random.NextBelow(all.Count)];
        return word.Length > 1 && word.All(static letter => !char.IsLower(letter)) && word.Any(char.IsUpper) ? synonym.ToUpperInvariant()
            : char.IsUpper(word[0]) ? char.ToUpperInvariant(synonym[0]) + synonym[1..]
            : synonym;
    }

    /// <summary>As many of the candidates as there are changes to make, each once.</summary>
    private List<int> Choose(List<int> candidates, ref SplitMix random)
    {
        var chosen = Math.Min(_changes, candidates.Count);
        for (var i = 0; i < chosen; i++)
        {
            var other = i + random.NextBelow(candidates.Count - i);
            (candidates[i], candidates[other]) = (candidates[other], candidates[i]);
        }

        return candidates[..chosen];
    }
}
