using System.Globalization;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>
/// Reads words: what stands between white space, with its punctuation. Where a script writes no spaces between words (Han, Kana, Thai, Khmer and others) each character is a
/// token, with the combining marks behind it. What has no end in sight, such as encoded data, is cut into pieces of <see cref="LongestToken"/> units.
/// </summary>
internal sealed class WordReader : TokenReader
{
    /// <summary>The longest token, in UTF-16 units; one more where it would part a surrogate pair.</summary>
    public const int LongestToken = 128;

    private const int FirstSelector = 0xE0100;
    private const int LastSelector = 0xE01EF;

    /// <summary>The blocks of scripts without spaces, in the basic plane and beyond.</summary>
    private static readonly (int First, int Last)[] Unspaced =
    [
        (0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19FF), (0x1A20, 0x1AAF), (0x1B00, 0x1B7F), (0x2E80, 0x2FDF), (0x3000, 0x312F), (0x3190, 0x4DBF), (0x4E00, 0xA4CF),
        (0xA980, 0xA9FF), (0xAA60, 0xAADF), (0xF900, 0xFAFF), (0xFF65, 0xFF9F), (0x1AFF0, 0x1B16F), (0x20000, 0x3FFFF),
    ];

    private static readonly Kind[] Kinds = [.. Enumerable.Range(0, 0x10000).Select(static value => KindOf((char)value))];

    private int _next;

    private enum Kind : byte
    {
        Other,
        Mark,
        Single,
        Surrogate,
        Space,
    }

    public override ReadOnlySpan<char> Content => Text.AsSpan(From, To - From);

    public override void Read(string text)
    {
        base.Read(text);
        _next = 0;
    }

    public override bool MoveNext()
    {
        var text = Text.AsSpan();
        var kinds = Kinds;
        var at = _next;
        while (at < text.Length && kinds[text[at]] == Kind.Space)
        {
            at++;
        }

        if (at == text.Length)
        {
            _next = at;
            return false;
        }

        From = at;
        var isSingle = KindAt(text, at, out var length) == Kind.Single;
        at += length;
        for (var end = Math.Min(text.Length, From + LongestToken); at < end; at += length)
        {
            length = 1;
            var kind = kinds[text[at]];
            kind = kind == Kind.Surrogate ? KindAt(text, at, out length) : kind;
            if (kind != Kind.Mark && (isSingle || kind != Kind.Other))
            {
                break;
            }
        }

        To = _next = at;
        return true;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        var kind = Kinds[text[at]];
        if (kind != Kind.Surrogate)
        {
            return kind;
        }

        if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
        {
            return Kind.Other;
        }

        length = 2;
        var value = char.ConvertToUtf32(text[at], text[at + 1]);
        return value is >= FirstSelector and <= LastSelector ? Kind.Mark : IsUnspaced(value) ? Kind.Single : Kind.Other;
    }

    private static Kind KindOf(char character) => char.IsWhiteSpace(character) ? Kind.Space : char.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Mark,
        UnicodeCategory.Surrogate => Kind.Surrogate,
        _ => IsUnspaced(character) ? Kind.Single : Kind.Other,
    };

    private static bool IsUnspaced(int value) => Array.Exists(Unspaced, block => value >= block.First && value <= block.Last);
}
