namespace Sinter.Data.Deduplication;

/// <summary>Finds lines that occur more than once. Blank lines never count, nor does white space around a line.</summary>
public sealed class LineFinder : PartFinder
{
    /// <inheritdoc/>
    public override string Name => "line";

    private protected override IEnumerable<(int Start, int Length)> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (!text.AsSpan(start, end - start).IsWhiteSpace())
            {
                yield return (start, end - start);
            }

            start = end + 1;
        }
    }
}
