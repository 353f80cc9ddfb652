namespace Sinter.Data.Cleaning.Quality;

/// <summary>Finds the few stop words among the many words of a text.</summary>
internal sealed class StopWordSet
{
    private readonly string[] _words;
    private readonly ulong[] _firstCharacters;

    public StopWordSet(IEnumerable<string> words)
    {
        _words = [.. words];
        _firstCharacters = new ulong[_words.Length == 0 ? 0 : _words.Max(word => word.Length) + 1];
        foreach (var word in _words.Where(word => word.Length > 0))
        {
            _firstCharacters[word.Length] |= 1UL << (word[0] & 63);
        }
    }

    /// <summary>The place of a word among the stop words; negative where it is none.</summary>
    public int IndexOf(ReadOnlySpan<char> word)
    {
        // Most words are told apart by their length and first character.
        if (word.IsEmpty || word.Length >= _firstCharacters.Length || (_firstCharacters[word.Length] & (1UL << (word[0] & 63))) == 0)
        {
            return -1;
        }

        for (var i = 0; i < _words.Length; i++)
        {
            if (word.SequenceEqual(_words[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
