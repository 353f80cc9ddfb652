using System.Text;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>
/// Reads the bytes of a text in UTF-8. A part that begins or ends within a character begins behind it or ends before it. A lone surrogate has the three bytes that its number
/// would have, so that two different ones are not the same.
/// </summary>
internal sealed class ByteReader : TokenReader
{
    /// <summary>All bytes, as what is compared.</summary>
    private static readonly char[] Values = [.. Enumerable.Range(0, 256).Select(static value => (char)value)];

    private readonly byte[] _bytes = new byte[4];
    private int _start;
    private int _length;
    private int _count;
    private int _at;
    private byte _byte;

    public override ReadOnlySpan<char> Content => Values.AsSpan(_byte, 1);

    public override void Read(string text)
    {
        base.Read(text);
        (_start, _length, _count, _at) = (0, 0, 0, 0);
    }

    public override bool MoveNext()
    {
        if (_at == _count && !Decode())
        {
            return false;
        }

        _byte = _bytes[_at];
        From = _at == 0 ? _start : _start + _length;
        _at++;
        To = _at == _count ? _start + _length : _start;
        return true;
    }

    private bool Decode()
    {
        _start += _length;
        if (_start == Text.Length)
        {
            _length = 0;
            return false;
        }

        var first = Text[_start];
        (_at, _length, _count) = (0, 1, 1);
        if (char.IsAscii(first))
        {
            _bytes[0] = (byte)first;
        }
        else if (Rune.TryGetRuneAt(Text, _start, out var rune))
        {
            _length = rune.Utf16SequenceLength;
            _count = rune.EncodeToUtf8(_bytes);
        }
        else
        {
            _count = 3;
            _bytes[0] = (byte)(0xE0 | (first >> 12));
            _bytes[1] = (byte)(0x80 | ((first >> 6) & 0x3F));
            _bytes[2] = (byte)(0x80 | (first & 0x3F));
        }

        return true;
    }
}
