using System.Text;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>What the places of tokens in a text are counted in.</summary>
internal enum OffsetUnit
{
    /// <summary>Unicode code points, as Python counts and as Hugging Face's tokenizers tell offsets.</summary>
    Characters,

    /// <summary>UTF-16 units, as .NET, Java and JavaScript count.</summary>
    Utf16,

    /// <summary>Bytes of the input.</summary>
    Bytes,
}

/// <summary>Turns places in bytes into other units.</summary>
internal static class OffsetUnits
{
    /// <summary>The names of the units on the command line.</summary>
    public static IReadOnlyDictionary<string, OffsetUnit> Names { get; } = new SortedDictionary<string, OffsetUnit>(StringComparer.Ordinal)
    {
        ["bytes"] = OffsetUnit.Bytes,
        ["characters"] = OffsetUnit.Characters,
        ["utf16"] = OffsetUnit.Utf16,
    };

    /// <summary>For each byte of a text, and for its end, the place of the character that it belongs to. Bytes that are not UTF-8 count as one character for each U+FFFD that they would be read as.</summary>
    public static int[] OfBytes(ReadOnlySpan<byte> utf8, OffsetUnit unit)
    {
        var places = new int[utf8.Length + 1];
        var place = 0;
        for (var i = 0; i < utf8.Length;)
        {
            Rune.DecodeFromUtf8(utf8[i..], out var rune, out var length);
            places.AsSpan(i, length).Fill(place);
            place += unit is OffsetUnit.Utf16 ? rune.Utf16SequenceLength : 1;
            i += length;
        }

        places[utf8.Length] = place;
        return places;
    }

    /// <summary>A stretch of bytes in other units; one that begins or ends within a character has all of it.</summary>
    public static TextRange Translate(TextRange bytes, int[] places)
    {
        var end = bytes.End;
        while (end > bytes.Start && end < places.Length - 1 && places[end] == places[end - 1])
        {
            end++;
        }

        return new TextRange(places[bytes.Start], places[end]);
    }
}
