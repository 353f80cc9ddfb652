namespace Sinter.Tokenizers.Text;

/// <summary>Cuts text into pieces by one scan from left to right (pre-tokenisation): each piece is found from its beginning and what follows, never from what came before.</summary>
internal abstract class TextSplitter
{
    /// <summary>Where the piece that begins at <paramref name="start"/> ends: past <paramref name="start"/>, at most the length of the text.</summary>
    public abstract int NextEnd(ReadOnlySpan<byte> utf8, int start);

    /// <summary>
    /// The last place of a text at which it may be cut so that the two parts, encoded apart, give the same pieces as the whole, whatever follows the text;
    /// 0 where there is none. It is what lets a long text be encoded on several threads and a stream before its end.
    /// </summary>
    public virtual int LastSafeCut(ReadOnlySpan<byte> utf8) => 0;
}
