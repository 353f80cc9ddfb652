namespace Sinter.Tokenizers.Text;

/// <summary>Cuts text into the pieces that merges never cross (pre-tokenisation).</summary>
internal abstract class TextSplitter
{
    /// <summary>Where the piece that begins at <paramref name="start"/> ends: past <paramref name="start"/>, at most the length of the text.</summary>
    public abstract int NextEnd(ReadOnlySpan<byte> utf8, int start);
}
