namespace Sinter.Tokenizers.Text;

/// <summary>SentencePiece's visible space, ▁ (U+2581).</summary>
internal static class Metaspace
{
    /// <summary>The visible space.</summary>
    public const char Symbol = '\u2581';

    /// <summary>The visible space as text.</summary>
    public const string Text = "\u2581";

    /// <summary>The visible space as UTF-8.</summary>
    public static ReadOnlySpan<byte> Utf8 => "\u2581"u8;
}
