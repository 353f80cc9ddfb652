using System.Buffers;
using System.Text;

namespace Sinter.Tokenizers.Text;

/// <summary>Finds added tokens in text: the leftmost, and of those that begin at one place the longest. A trie over their UTF-8 bytes.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<int, int> _children = [];
    private readonly List<AddedToken?> _ends = [null];
    private readonly SearchValues<byte> _firstBytes;

    /// <summary>Builds the trie.</summary>
    public AddedTokenMatcher(IEnumerable<AddedToken> tokens)
    {
        var firsts = new HashSet<byte>();
        foreach (var token in tokens)
        {
            var utf8 = Encoding.UTF8.GetBytes(token.Content);
            firsts.Add(utf8[0]);
            var node = 0;
            foreach (var value in utf8)
            {
                if (!_children.TryGetValue(Edge(node, value), out var child))
                {
                    child = _ends.Count;
                    _children.Add(Edge(node, value), child);
                    _ends.Add(null);
                }

                node = child;
            }

            _ends[node] = token;
        }

        _firstBytes = SearchValues.Create(firsts.ToArray());
        IsEmpty = firsts.Count == 0;
    }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty { get; }

    /// <summary>The first added token at or after <paramref name="from"/>, and what of the text it takes.</summary>
    public AddedToken? Find(ReadOnlySpan<byte> utf8, int from, out int start, out int end)
    {
        for (start = from; ; start++)
        {
            var step = utf8[start..].IndexOfAny(_firstBytes);
            if (step < 0)
            {
                end = start = utf8.Length;
                return null;
            }

            start += step;
            if (LongestAt(utf8, start) is { } token)
            {
                end = start + Encoding.UTF8.GetByteCount(token.Content);
                if (token.SingleWord && (TouchesWord(utf8[..start], before: true) || TouchesWord(utf8[end..], before: false)))
                {
                    continue;
                }

                Strip(utf8, token, from, ref start, ref end);
                return token;
            }
        }
    }

    private static int Edge(int node, byte value) => (node << 8) | value;

    private AddedToken? LongestAt(ReadOnlySpan<byte> utf8, int start)
    {
        AddedToken? longest = null;
        var node = 0;
        for (var i = start; i < utf8.Length && _children.TryGetValue(Edge(node, utf8[i]), out node); i++)
        {
            longest = _ends[node] ?? longest;
        }

        return longest;
    }

    private static bool TouchesWord(ReadOnlySpan<byte> side, bool before)
    {
        var found = before ? Rune.DecodeLastFromUtf8(side, out var rune, out _) : Rune.DecodeFromUtf8(side, out rune, out _);
        return found == OperationStatus.Done && (Rune.IsLetterOrDigit(rune) || rune.Value == '_');
    }

    private static void Strip(ReadOnlySpan<byte> utf8, AddedToken token, int from, ref int start, ref int end)
    {
        while (token.StripsLeft && start > from
            && Rune.DecodeLastFromUtf8(utf8[from..start], out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            start -= length;
        }

        while (token.StripsRight && end < utf8.Length
            && Rune.DecodeFromUtf8(utf8[end..], out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            end += length;
        }
    }
}
