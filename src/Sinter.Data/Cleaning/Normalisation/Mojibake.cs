using System.Buffers;
using System.Text;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>
/// Mends UTF-8 that was read as Windows-1252 or Latin-1, once or several times over. Only where that is certain: a run of characters must be a whole, valid UTF-8
/// sequence when written in that code page, and it must not be one that people write, such as an accented capital before a closing quote.
/// </summary>
internal static class Mojibake
{
    /// <summary>How often text may have been read wrongly, one time over another.</summary>
    private const int MaximumRounds = 8;

    /// <summary>The characters of the bytes 0x80 to 0x9F in Windows-1252; 0 where it has none, and the control character of Latin-1 stands for the byte.</summary>
    private const string HighControls =
        "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

    /// <summary>What begins a sequence of two to four bytes: 0xC2 to 0xF4.</summary>
    private static readonly SearchValues<char> Leads = SearchValues.Create([.. Enumerable.Range(0xC2, 0xF4 - 0xC2 + 1).Select(c => (char)c)]);

    /// <summary>Leads, and control characters of Latin-1 (but the line end U+0085) that stand for characters of Windows-1252.</summary>
    private static readonly SearchValues<char> Suspects = SearchValues.Create([.. Enumerable.Range(0xC2, 0xF4 - 0xC2 + 1).Concat(Enumerable.Range(0x80, 0x20)).Where(c => c != 0x85).Select(c => (char)c)]);

    /// <summary>What people write behind a letter: quotes, dashes and the like, which are bytes of a sequence only by chance.</summary>
    private static readonly SearchValues<char> Ordinary = SearchValues.Create("\u201A\u201E\u2026\u2039\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u203A\u00AB\u00BB\u00B7\u00A1\u00BF\u00B0\u00AA\u00BA\u2122\u00AE\u00A9\u20AC\u00A3\u00A7\u00A0");

    /// <summary>What closes a quotation or breaks off behind a letter that is mentioned alone.</summary>
    private static readonly SearchValues<char> Closing = SearchValues.Create("\u201A\u2026\u2018\u2019\u201C\u201D\u2013\u2014\u203A\u00BB");

    private static readonly Dictionary<char, byte> Bytes = HighControls.Select((character, i) => (character, i)).Where(pair => pair.character != '\0').ToDictionary(pair => pair.character, pair => (byte)(0x80 + pair.i));

    /// <summary>The text as it was meant; the same object where nothing is certainly wrong.</summary>
    public static string Repair(string text)
    {
        for (var round = 0; round < MaximumRounds && RepairOnce(text) is { } repaired; round++)
        {
            text = repaired;
        }

        return text;
    }

    private static string? RepairOnce(string text)
    {
        StringBuilder? repaired = null;
        var copied = 0;
        Span<byte> bytes = stackalloc byte[4];
        for (var at = Next(text, 0); at >= 0;)
        {
            var length = SequenceAt(text, at, bytes, out var rune);
            if (length == 0 || !IsCertain(text, at, length, followsRepair: at == copied && at > 0))
            {
                at = Next(text, at + 1);
                continue;
            }

            repaired ??= new StringBuilder(text.Length);
            repaired.Append(text, copied, at - copied).Append(rune.ToString());
            copied = at + length;
            at = Next(text, copied);
        }

        return repaired?.Append(text, copied, text.Length - copied).ToString();
    }

    private static int Next(string text, int from)
    {
        var next = text.AsSpan(from).IndexOfAny(Suspects);
        return next < 0 ? -1 : from + next;
    }

    /// <summary>The length of what can stand for one other character at a place; 0 where nothing does.</summary>
    private static int SequenceAt(string text, int at, Span<byte> bytes, out Rune rune)
    {
        rune = default;
        var first = text[at];
        if (!Leads.Contains(first))
        {
            var meant = HighControls[first - 0x80];
            rune = meant == '\0' ? default : new Rune(meant);
            return meant == '\0' ? 0 : 1;
        }

        var length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (at + length > text.Length)
        {
            return 0;
        }

        bytes[0] = (byte)first;
        for (var i = 1; i < length; i++)
        {
            if (!TryGetByte(text[at + i], out bytes[i]))
            {
                return 0;
            }
        }

        return Rune.DecodeFromUtf8(bytes[..length], out rune, out var used) == OperationStatus.Done && used == length ? length : 0;
    }

    private static bool TryGetByte(char character, out byte value)
    {
        value = (byte)character;
        return character is >= '\u0080' and <= '\u00BF' || Bytes.TryGetValue(character, out value);
    }

    private static bool IsCertain(string text, int at, int length, bool followsRepair)
    {
        if (length is 1 or 4)
        {
            return true;
        }

        var rest = text.AsSpan(at + 1, length - 1);
        if (rest.ContainsAnyExcept(Ordinary) || followsRepair || IsSequence(text, at + length))
        {
            return true;
        }

        // Punctuation of print, read from its own UTF-8: nobody writes a with circumflex and a euro sign.
        if (length == 3)
        {
            return text[at] == '\u00E2' && rest[0] == '\u20AC';
        }

        // Alone and with a sign that people write: only the two leads of Latin letters and signs, and not where a word in capitals ends.
        var before = at == 0 ? ' ' : text[at - 1];
        var goesOn = at + length < text.Length && char.IsLetter(text[at + length]);
        return text[at] is '\u00C2' or '\u00C3' && !char.IsUpper(before) && (goesOn || char.IsLower(before) || !Closing.Contains(rest[0]));
    }

    private static bool IsSequence(string text, int at)
    {
        Span<byte> bytes = stackalloc byte[4];
        return at < text.Length && Leads.Contains(text[at]) && SequenceAt(text, at, bytes, out _) > 0;
    }
}
