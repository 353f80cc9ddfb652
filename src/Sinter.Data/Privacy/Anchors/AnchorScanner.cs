using System.Numerics;
using System.Runtime.InteropServices;

namespace Sinter.Data.Privacy;

/// <summary>
/// Goes through a text once, 64 units at a time, and calls detectors at the places that they asked for. Places come in the order of the text, but for long tokens, which are
/// told when they end.
/// </summary>
internal sealed class AnchorScanner
{
    private const int ShortestToken = 16;

    private readonly IPersonalDetector[] _number;
    private readonly IPersonalDetector[] _word;
    private readonly IPersonalDetector[] _at;
    private readonly IPersonalDetector[] _scheme;
    private readonly IPersonalDetector[] _hexColon;
    private readonly IPersonalDetector[] _token;
    private readonly IPersonalDetector[] _assignment;
    private readonly IPersonalDetector[] _spelledAt;

    /// <summary>Makes ready for some detectors.</summary>
    public AnchorScanner(IReadOnlyList<IPersonalDetector> detectors)
    {
        _number = Of(PersonalAnchors.Number);
        _word = Of(PersonalAnchors.CapitalWord);
        _at = Of(PersonalAnchors.At);
        _scheme = Of(PersonalAnchors.Scheme);
        _hexColon = Of(PersonalAnchors.HexColon);
        _token = Of(PersonalAnchors.LongToken);
        _assignment = Of(PersonalAnchors.Assignment);
        _spelledAt = Of(PersonalAnchors.SpelledAt);

        IPersonalDetector[] Of(PersonalAnchors anchor) => [.. detectors.Where(detector => detector.Anchors.HasFlag(anchor))];
    }

    /// <summary>Calls the detectors at the places that begin at or after <paramref name="from"/> and before <paramref name="to"/>.</summary>
    public void Scan(ReadOnlySpan<char> text, int from, int to, List<PersonalSpan> found)
    {
        Span<char> rest = stackalloc char[AnchorMasks.Units];
        var before = from > 0 ? CharacterClasses.Of(text[from - 1]) : CharacterClass.None;
        var afterLetter = before.HasFlag(CharacterClass.Letter) ? 1UL : 0;
        var afterDigit = before.HasFlag(CharacterClass.Digit) ? 1UL : 0;

        // A token that began before is not called for; -1 says so.
        var tokenStart = before.HasFlag(CharacterClass.Token) ? -1 : from;
        for (var block = from; block < to; block += AnchorMasks.Units)
        {
            AnchorMasks masks;
            var keep = to - block >= AnchorMasks.Units ? ulong.MaxValue : (1UL << (to - block)) - 1;
            if (text.Length - block >= AnchorMasks.Units)
            {
                masks = AnchorMasks.Of(in text[block]);
            }
            else
            {
                rest.Clear();
                text[block..].CopyTo(rest);
                masks = AnchorMasks.Of(in MemoryMarshal.GetReference(rest));
            }

            var behindLetter = (masks.Letters << 1) | afterLetter;
            var behindDigit = (masks.Digits << 1) | afterDigit;
            var numbers = masks.Digits & ~behindDigit;
            var words = masks.Capitals & ~behindLetter & ~behindDigit;
            for (var places = (numbers | words | masks.Signs) & keep; places != 0; places &= places - 1)
            {
                var at = BitOperations.TrailingZeroCount(places);
                var bit = 1UL << at;
                if ((words & bit) != 0)
                {
                    Word(text, block + at, found);
                }
                else if ((numbers & bit) != 0)
                {
                    Number(text, block + at, found);
                }
                else
                {
                    Sign(text, block + at, found);
                }
            }

            afterLetter = masks.Letters >> 63;
            afterDigit = masks.Digits >> 63;
            tokenStart = Tokens(text, block, to, masks.Token, tokenStart, found);
        }

        if (tokenStart >= 0 && tokenStart < to)
        {
            var end = tokenStart;
            while (CharacterClasses.Is(text, end, CharacterClass.Token))
            {
                end++;
            }

            Token(text, tokenStart, end, to, found);
        }
    }

    /// <summary>Calls for the tokens that end in a block; gives the start of the one that is open at its end, which is the end of the block where none is.</summary>
    private int Tokens(ReadOnlySpan<char> text, int block, int to, ulong mask, int open, List<PersonalSpan> found)
    {
        if (mask == ulong.MaxValue)
        {
            return open;
        }

        var first = BitOperations.TrailingZeroCount(~mask);
        if (open >= 0)
        {
            Token(text, open, block + first, to, found);
        }

        // The bits that are left are those from which on 16 are set.
        var inner = first == 0 ? mask : mask & (ulong.MaxValue << first);
        var last = BitOperations.LeadingZeroCount(~mask);
        var runs = inner & (inner >> 1);
        runs &= runs >> 2;
        runs &= runs >> 4;
        runs &= runs >> 8;
        while (runs != 0)
        {
            var start = BitOperations.TrailingZeroCount(runs);
            var length = BitOperations.TrailingZeroCount(~(mask >> start));
            if (start + length >= AnchorMasks.Units)
            {
                break;
            }

            Token(text, block + start, block + start + length, to, found);
            runs &= ulong.MaxValue << (start + length);
        }

        return block + AnchorMasks.Units - last;
    }

    private void Token(ReadOnlySpan<char> text, int start, int end, int to, List<PersonalSpan> found)
    {
        if (end - start < ShortestToken || start >= to || _token.Length == 0)
        {
            return;
        }

        var run = text[start..end];
        if (run.IndexOfAnyInRange('0', '9') >= 0 || (run.IndexOfAnyInRange('a', 'z') >= 0 && run.IndexOfAnyInRange('A', 'Z') >= 0))
        {
            foreach (var detector in _token)
            {
                detector.Find(text, PersonalAnchors.LongToken, start, end, found);
            }
        }
    }

    private void Word(ReadOnlySpan<char> text, int start, List<PersonalSpan> found)
    {
        if (_word.Length == 0)
        {
            return;
        }

        var end = start + 1;
        while (CharacterClasses.Is(text, end, CharacterClass.Letter))
        {
            end++;
        }

        foreach (var detector in _word)
        {
            detector.Find(text, PersonalAnchors.CapitalWord, start, end, found);
        }
    }

    private void Number(ReadOnlySpan<char> text, int start, List<PersonalSpan> found)
    {
        if (_number.Length == 0)
        {
            return;
        }

        var end = start + 1;
        while (CharacterClasses.Is(text, end, CharacterClass.Digit))
        {
            end++;
        }

        foreach (var detector in _number)
        {
            detector.Find(text, PersonalAnchors.Number, start, end, found);
        }
    }

    private void Sign(ReadOnlySpan<char> text, int at, List<PersonalSpan> found)
    {
        switch (text[at])
        {
            case '@':
                Call(_at, PersonalAnchors.At, text, at, at + 1, found);
                break;
            case ':':
                if (text[at..].StartsWith("://", StringComparison.Ordinal))
                {
                    Call(_scheme, PersonalAnchors.Scheme, text, at, at + 3, found);
                    break;
                }

                if (BesideHex(text, at - 1) || BesideHex(text, at + 1))
                {
                    Call(_hexColon, PersonalAnchors.HexColon, text, at, at + 1, found);
                }

                Call(_assignment, PersonalAnchors.Assignment, text, at, at + 1, found);
                break;
            case '=':
                Call(_assignment, PersonalAnchors.Assignment, text, at, at + 1, found);
                break;
            default:
                var inside = CharacterClasses.Is(text, at + 1, CharacterClass.Space) ? at + 2 : at + 1;
                if (text.Length - inside >= 3 && (text[inside] | 0x20) == 'a' && (text[inside + 1] | 0x20) == 't' && !CharacterClasses.Is(text[inside + 2], CharacterClass.Letter))
                {
                    Call(_spelledAt, PersonalAnchors.SpelledAt, text, at, inside + 2, found);
                }

                break;
        }
    }

    private static bool BesideHex(ReadOnlySpan<char> text, int at) => (uint)at < (uint)text.Length && (text[at] == ':' || CharacterClasses.Is(text[at], CharacterClass.Hex));

    private static void Call(IPersonalDetector[] detectors, PersonalAnchors anchor, ReadOnlySpan<char> text, int start, int end, List<PersonalSpan> found)
    {
        foreach (var detector in detectors)
        {
            detector.Find(text, anchor, start, end, found);
        }
    }
}
