namespace Sinter.Tokenizers.Text;

/// <summary>A regular expression of a tokenizer file, over UTF-8 and whole code points, that cannot run away.</summary>
internal sealed class UnicodePattern
{
    /// <summary>Reads an expression in the notation of Oniguruma and Rust that tokenizer files use.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says why.</exception>
    public static UnicodePattern Parse(string pattern) => throw new NotSupportedException(pattern);

    /// <summary>The first match at or after <paramref name="from"/>.</summary>
    /// <exception cref="TimeoutException">The expression runs away on this text.</exception>
    public bool Find(ReadOnlySpan<byte> utf8, int from, out int start, out int end) => throw new NotSupportedException();
}
