using System.Buffers;
using System.Text;

namespace Sinter.Tokenizers.Text;

/// <summary>Finds added tokens in text: the leftmost, and of those that begin at one place the longest. A trie over their UTF-8 bytes.</summary>
internal sealed class AddedTokenMatcher
{
    private const int LongestCharacter = 4;

    private readonly Dictionary<int, int> _children = [];
    private readonly List<AddedToken?> _ends = [null];
    private readonly bool _hasPlain;
    private readonly int _longest;
    private readonly SearchValues<byte> _firstBytes;

    /// <summary>Builds the trie.</summary>
    /// <param name="tokens">The tokens to find.</param>
    /// <param name="written">How the content of a token is written in the text that is searched.</param>
    public AddedTokenMatcher(IEnumerable<AddedToken> tokens, Func<string, string> written)
    {
        var firsts = new HashSet<byte>();
        foreach (var token in tokens)
        {
            var utf8 = Encoding.UTF8.GetBytes(written(token.Content));
            if (utf8.Length == 0)
            {
                continue;
            }

            _hasPlain |= !token.Special;
            _longest = Math.Max(_longest, utf8.Length);
            StripsLeft |= token.StripsLeft;
            AsksForSingleWords |= token.SingleWord;
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
    }

    /// <summary>Whether a token takes white space before it along.</summary>
    public bool StripsLeft { get; }

    /// <summary>Whether a token is only matched where no word touches it.</summary>
    public bool AsksForSingleWords { get; }

    /// <summary>How many bytes before its end a text must be known to the end for what was found there to be certain: the longest token and a character; 0 where there is nothing to find.</summary>
    public int Reach(bool allowSpecial) => _longest > 0 && (allowSpecial || _hasPlain) ? _longest + LongestCharacter : 0;

    /// <summary>The first added token at or after <paramref name="from"/>, and what of the text it takes.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="allowSpecial">Whether special tokens count.</param>
    /// <param name="plain">Stretches in which they do not all the same, in order.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    public AddedToken? Find(ReadOnlySpan<byte> utf8, int from, bool allowSpecial, ReadOnlySpan<TextRange> plain, out int start, out int end)
    {
        for (start = from; allowSpecial || _hasPlain; start++)
        {
            var step = utf8[start..].IndexOfAny(_firstBytes);
            if (step < 0)
            {
                break;
            }

            start += step;
            if (LongestAt(utf8, start, allowSpecial, plain, out end) is { } token)
            {
                if (token.SingleWord && (TouchesWord(utf8[..start], before: true) || TouchesWord(utf8[end..], before: false)))
                {
                    continue;
                }

                Strip(utf8, token, from, ref start, ref end);
                return token;
            }
        }

        end = start = utf8.Length;
        return null;
    }

    private static int Edge(int node, byte value) => (node << 8) | value;

    private AddedToken? LongestAt(ReadOnlySpan<byte> utf8, int start, bool allowSpecial, ReadOnlySpan<TextRange> plain, out int end)
    {
        AddedToken? longest = null;
        var node = 0;
        end = start;
        for (var i = start; i < utf8.Length && _children.TryGetValue(Edge(node, utf8[i]), out node); i++)
        {
            if (_ends[node] is { } token && (!token.Special || (allowSpecial && !Overlaps(plain, start, i + 1))))
            {
                (longest, end) = (token, i + 1);
            }
        }

        return longest;
    }

    /// <summary>Whether a stretch shares a place with one of others, which are in order.</summary>
    public static bool Overlaps(ReadOnlySpan<TextRange> others, int start, int end)
    {
        var (low, high) = (0, others.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = others[middle].End <= start ? (middle + 1, high) : (low, middle);
        }

        return low < others.Length && others[low].Start < end;
    }

    /// <summary>Whether a letter, digit or underscore ends or begins what stands on one side of a token.</summary>
    public static bool TouchesWord(ReadOnlySpan<byte> side, bool before)
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
