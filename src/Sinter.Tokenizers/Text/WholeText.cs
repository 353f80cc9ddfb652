namespace Sinter.Tokenizers.Text;

/// <summary>Leaves the text in one piece.</summary>
internal sealed class WholeText : TextSplitter
{
    public static readonly WholeText Instance = new();

    public override int NextEnd(ReadOnlySpan<byte> utf8, int start) => utf8.Length;
}
