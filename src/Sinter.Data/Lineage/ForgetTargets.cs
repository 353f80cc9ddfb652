using System.Text;

namespace Sinter.Data.Lineage;

/// <summary>What is to be forgotten: documents by their ids, which grow while files are read (copies, duplicates, questions), and a text that all documents go that hold it.</summary>
internal sealed class ForgetTargets
{
    // An id as short as a number stands in many texts that have nothing to do with it: it is replaced only where it is the whole of a value.
    private const int LeastIdInText = 4;

    // With more ids than this it is quicker to read each line than to look for each id in it.
    private const int MostNeedles = 64;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<byte[]> _needles = [];
    private readonly byte[]? _matchBytes;

    public ForgetTargets(IEnumerable<string> ids, string? match)
    {
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        Match = match;
        _matchBytes = match is null ? null : Encoding.UTF8.GetBytes(match);
        foreach (var id in ids)
        {
            Add(id);
        }
    }

    /// <summary>What stands where a name or text was.</summary>
    public const string Gone = "[forgotten]";

    /// <summary>The text that documents go for; null where there is none.</summary>
    public string? Match { get; }

    /// <summary>The ids so far.</summary>
    public IReadOnlyCollection<string> Ids => _ids;

    /// <summary>The ids of documents that stay and hold the text of one that goes, which was dropped as their duplicate.</summary>
    public SortedSet<string> Twins { get; } = new(StringComparer.Ordinal);

    /// <summary>The texts that go, as hashes.</summary>
    public SortedSet<string> TextHashes { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes up an id; false where it was known.</summary>
    public bool Add(string id)
    {
        if (id.Length == 0 || !_ids.Add(id))
        {
            return false;
        }

        _needles.Add(Encoding.UTF8.GetBytes(id));
        return true;
    }

    /// <summary>Whether an id is one of those, or names a copy or a part of one.</summary>
    public bool Holds(ReadOnlySpan<char> id)
    {
        for (var end = 0; end < id.Length;)
        {
            var next = id[(end + 1)..].IndexOfAny(DocumentFamily.CopySign, DocumentFamily.PartSign);
            end = next < 0 ? id.Length : end + 1 + next;
            if (_lookup.Contains(id[..end]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text holds what is searched for.</summary>
    public bool Matches(string text) => Match is not null && text.Contains(Match, StringComparison.Ordinal);

    /// <summary>Whether a line of JSON may name a document or hold the text; true too where escapes could hide them.</summary>
    public bool MayConcern(ReadOnlySpan<byte> line)
    {
        if (_needles.Count > MostNeedles)
        {
            return true;
        }

        foreach (var needle in _needles)
        {
            if (line.IndexOf(needle) >= 0)
            {
                return true;
            }
        }

        return (_matchBytes is not null && line.IndexOf(_matchBytes) >= 0) || HasEscapes(line);
    }

    /// <summary>A text without the ids and the text that are forgotten.</summary>
    public string Clean(string text)
    {
        if (Holds(text))
        {
            return Gone;
        }

        if (Match is not null)
        {
            text = text.Replace(Match, Gone, StringComparison.Ordinal);
        }

        foreach (var id in _ids)
        {
            text = id.Length < LeastIdInText ? text : ReplaceWhole(text, id);
        }

        return text;
    }

    /// <summary>Whether a page of ours shows a document or the text.</summary>
    public bool ShowsIn(string page) =>
        (Match is not null && page.Contains(Reports.Html.Text(Match).ToString(), StringComparison.Ordinal)) || _ids.Any(id => IndexOfWhole(page, Reports.Html.Text(id).ToString(), 0) >= 0);

    private bool HasEscapes(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf((byte)'\\') < 0)
        {
            return false;
        }

        // Ids and texts without a sign that JSON may escape can only hide behind an escaped letter.
        var plain = _ids.All(IsPlain) && (Match is null || IsPlain(Match));
        return !plain || line.IndexOf("\\u"u8) >= 0;
    }

    private static bool IsPlain(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && text.AsSpan().IndexOfAny('"', '\\', '/') < 0;

    private static string ReplaceWhole(string text, string id)
    {
        for (var at = IndexOfWhole(text, id, 0); at >= 0; at = IndexOfWhole(text, id, at + Gone.Length))
        {
            text = string.Concat(text.AsSpan(0, at), Gone, text.AsSpan(at + id.Length));
        }

        return text;
    }

    /// <summary>Where an id stands that is no part of a longer word.</summary>
    private static int IndexOfWhole(string text, string id, int from)
    {
        for (var at = from < text.Length ? text.IndexOf(id, from, StringComparison.Ordinal) : -1; at >= 0; at = text.IndexOf(id, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsWord(text[at - 1])) && (at + id.Length == text.Length || !IsWord(text[at + id.Length])))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.';
}
