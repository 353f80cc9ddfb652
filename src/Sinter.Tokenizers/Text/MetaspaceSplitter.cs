namespace Sinter.Tokenizers.Text;

/// <summary>
/// Cuts normalised SentencePiece text before each ▁ that follows another character. Such models merge over the whole text; where no token
/// holds a ▁ after another character no merge can cross such a place, so cutting there changes no id and makes words that can be remembered.
/// </summary>
internal sealed class MetaspaceSplitter : TextSplitter
{
    public static readonly MetaspaceSplitter Instance = new();

    /// <summary>Whether a vocabulary allows this cut.</summary>
    public static bool Suits(IEnumerable<string> tokens) =>
        !tokens.Any(static token => token.AsSpan().TrimStart(Metaspace.Symbol).Contains(Metaspace.Symbol));

    public override int NextEnd(ReadOnlySpan<byte> utf8, int start)
    {
        var index = start;
        while (utf8[index..].StartsWith(Metaspace.Utf8))
        {
            index += Metaspace.Utf8.Length;
            if (index == utf8.Length)
            {
                return index;
            }
        }

        var next = utf8[index..].IndexOf(Metaspace.Utf8);
        return next < 0 ? utf8.Length : index + next;
    }
}
