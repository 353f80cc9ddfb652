using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Splits text at the matches of a pattern.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="invert">Whether what lies between the matches is the delimiter instead.</param>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert) : PreTokenizer
{
    /// <summary>The known expressions leave nothing between their matches, so nothing is what drops where that is dropped.</summary>
    public override TextSplitter? Scanner { get; } =
        behavior == SplitBehavior.Isolated || (behavior == SplitBehavior.Removed && invert) ? pattern.Splitter : null;

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        target.ShareText(source);
        var writer = new PieceWriter(behavior, target);
        var steps = UnicodePattern.StepsFor(source.Text.Length);
        foreach (var piece in source.Pieces)
        {
            if (Scanner is not null)
            {
                target.AddCut(Scanner, piece.Start, piece.End);
                continue;
            }

            var text = source.Text.Text[piece.Start..piece.End];
            var matches = new TextMatches(pattern, steps);
            var last = 0;
            while (matches.Next(text, out var start, out var end))
            {
                if (start > last)
                {
                    writer.Add(piece.Start + last, piece.Start + start, isDelimiter: invert);
                }

                writer.Add(piece.Start + start, piece.Start + end, isDelimiter: !invert);
                last = end;
            }

            if (last < text.Length)
            {
                writer.Add(piece.Start + last, piece.End, isDelimiter: invert);
            }

            writer.Finish();
            steps = matches.Steps;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Split");
        pattern.Write(writer);
        writer.WriteString("behavior", behavior.ToString());
        writer.WriteBoolean("invert", invert);
        writer.WriteEndObject();
    }
}
