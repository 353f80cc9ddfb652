namespace Sinter.Tokenizers.Text;

/// <summary>SentencePiece's visible space, ▁ (U+2581), and what it does to text before it is encoded.</summary>
/// <param name="AddsPrefix">Whether text gets a leading space, so that its first word is written like the others.</param>
/// <param name="RemovesExtraSpaces">Whether spaces at both ends go and runs of spaces become one.</param>
internal sealed record Metaspace(bool AddsPrefix, bool RemovesExtraSpaces)
{
    /// <summary>The visible space.</summary>
    public const char Symbol = '\u2581';

    /// <summary>The visible space as UTF-8.</summary>
    public static ReadOnlySpan<byte> Utf8 => "\u2581"u8;

    /// <summary>The most bytes that <see cref="Normalize"/> writes for so many bytes of text.</summary>
    public static int MaximumLength(int utf8Length) => checked((utf8Length + 1) * 3);

    /// <summary>Writes the normalised text, and gives its length in bytes. Empty text stays empty.</summary>
    public int Normalize(ReadOnlySpan<byte> utf8, Span<byte> output)
    {
        if (RemovesExtraSpaces)
        {
            utf8 = utf8.Trim((byte)' ');
        }

        if (utf8.IsEmpty)
        {
            return 0;
        }

        var written = 0;
        if (AddsPrefix)
        {
            Utf8.CopyTo(output);
            written = Utf8.Length;
        }

        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] != ' ')
            {
                output[written++] = utf8[i];
            }
            else if (!RemovesExtraSpaces || utf8[i - 1] != ' ')
            {
                Utf8.CopyTo(output[written..]);
                written += Utf8.Length;
            }
        }

        return written;
    }
}
