namespace Sinter.Tokenizers.Pipeline;

/// <summary>
/// Text on its way to tokens, as bytes of UTF-8, and, where that is asked for, from which bytes of the original text each of them comes.
/// It is filled from the left and kept for the next text, so that a warm encoder allocates nothing.
/// </summary>
internal sealed class TextBuffer
{
    private byte[] _bytes = new byte[256];
    private int[] _starts = [];
    private int[] _ends = [];

    /// <summary>How many bytes it holds.</summary>
    public int Length { get; private set; }

    /// <summary>Whether it knows the origin of each byte.</summary>
    public bool TracksOrigins { get; private set; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, Length);

    /// <summary>Empties it.</summary>
    public void Clear(bool tracksOrigins)
    {
        Length = 0;
        TracksOrigins = tracksOrigins;
    }

    /// <summary>Adds text of which each byte is its own origin, the first of them the byte <paramref name="origin"/> of the original.</summary>
    public void Load(ReadOnlySpan<byte> text, int origin = 0)
    {
        var at = Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(at));
        for (var i = 0; TracksOrigins && i < text.Length; i++)
        {
            _starts[at + i] = origin + i;
            _ends[at + i] = origin + i + 1;
        }
    }

    /// <summary>Adds a stretch of another buffer as it stands.</summary>
    public void Copy(TextBuffer source, int start, int end)
    {
        var at = Reserve(end - start);
        source._bytes.AsSpan(start, end - start).CopyTo(_bytes.AsSpan(at));
        if (TracksOrigins)
        {
            source._starts.AsSpan(start, end - start).CopyTo(_starts.AsSpan(at));
            source._ends.AsSpan(start, end - start).CopyTo(_ends.AsSpan(at));
        }
    }

    /// <summary>Adds a stretch of another buffer and gives the new bytes, which the caller may change one for one.</summary>
    public Span<byte> CopyForChange(TextBuffer source, int start, int end)
    {
        Copy(source, start, end);
        return _bytes.AsSpan(Length - (end - start), end - start);
    }

    /// <summary>Adds bytes that stand for a stretch of another buffer: all of them come from wherever that stretch comes from.</summary>
    public void Replace(ReadOnlySpan<byte> bytes, TextBuffer source, int start, int end)
    {
        var at = Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(at));
        if (TracksOrigins)
        {
            var (first, last) = source.Origin(start, end);
            _starts.AsSpan(at, bytes.Length).Fill(first);
            _ends.AsSpan(at, bytes.Length).Fill(last);
        }
    }

    /// <summary>Drops what lies behind so many bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>The stretch of the original text from which a stretch of this one comes; it must track origins. An empty stretch comes from the place before it.</summary>
    public (int Start, int End) Origin(int start, int end)
    {
        if (end > start)
        {
            return (_starts[start], _ends[end - 1]);
        }

        var place = start < Length ? _starts[start] : Length > 0 ? _ends[Length - 1] : 0;
        return (place, place);
    }

    private int Reserve(int count)
    {
        var at = Length;
        var needed = checked(at + count);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(needed, _bytes.Length * 2L), Array.MaxLength));
        }

        if (TracksOrigins && needed > _starts.Length)
        {
            Array.Resize(ref _starts, _bytes.Length);
            Array.Resize(ref _ends, _bytes.Length);
        }

        Length = needed;
        return at;
    }
}
