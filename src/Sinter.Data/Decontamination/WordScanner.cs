namespace Sinter.Data.Decontamination;

/// <summary>Goes through the words of a text in order, without making strings; see <see cref="WordFolding"/>.</summary>
/// <param name="text">The text.</param>
/// <param name="from">Where it begins.</param>
internal ref struct WordScanner(ReadOnlySpan<char> text, int from = 0)
{
    private const ulong HashStart = 0xCBF29CE484222325;
    private const ulong HashFactor = 0x9E3779B97F4A7C15;

    private readonly ReadOnlySpan<char> _text = text;
    private int _next = from;

    /// <summary>Where the word begins, in UTF-16 units.</summary>
    public int Start { get; private set; }

    /// <summary>The place behind it.</summary>
    public int End { get; private set; }

    /// <summary>The hash of its folded characters.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Goes to the next word; false where there is none.</summary>
    public bool MoveNext()
    {
        var folds = WordFolding.Table;
        var characters = _text;
        var i = _next;
        ushort folded = 0;
        while ((uint)i < (uint)characters.Length && (folded = folds[characters[i]]) <= WordFolding.Skipped)
        {
            i++;
        }

        Start = i;
        if (i >= characters.Length)
        {
            _next = i;
            return false;
        }

        var hash = (HashStart ^ folded) * HashFactor;
        var end = ++i;
        if (folded < WordFolding.FirstUnspaced || !WordFolding.IsUnspaced(folded))
        {
            for (; (uint)i < (uint)characters.Length && (folded = folds[characters[i]]) != WordFolding.Separator; i++)
            {
                if (folded >= WordFolding.FirstUnspaced && WordFolding.IsUnspaced(folded))
                {
                    break;
                }

                if (folded != WordFolding.Skipped)
                {
                    hash = (hash ^ folded) * HashFactor;
                    end = i + 1;
                }
            }
        }

        End = end;
        _next = i;
        Hash = hash ^ (hash >> 29);
        return true;
    }

    /// <summary>The word itself, folded.</summary>
    public readonly string Fold()
    {
        Span<char> folded = End - Start <= 256 ? stackalloc char[End - Start] : new char[End - Start];
        var length = 0;
        foreach (var character in _text[Start..End])
        {
            if (WordFolding.Table[character] is var fold and not WordFolding.Skipped)
            {
                folded[length++] = (char)fold;
            }
        }

        return new string(folded[..length]);
    }

    /// <summary>Whether the word is this one.</summary>
    /// <param name="folded">A folded word.</param>
    public readonly bool Is(ReadOnlySpan<char> folded)
    {
        var at = 0;
        foreach (var character in _text[Start..End])
        {
            if (WordFolding.Table[character] is var fold and not WordFolding.Skipped)
            {
                if (at == folded.Length || folded[at] != fold)
                {
                    return false;
                }

                at++;
            }
        }

        return at == folded.Length;
    }
}
