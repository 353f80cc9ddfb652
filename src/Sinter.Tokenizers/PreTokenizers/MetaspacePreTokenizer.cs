using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Makes spaces visible, as SentencePiece does, and cuts text before each of them.</summary>
/// <param name="replacement">The visible space, usually ▁.</param>
/// <param name="prependScheme">Which pieces get a visible space before them, where they do not begin with one.</param>
/// <param name="split">Whether text is cut.</param>
internal sealed class MetaspacePreTokenizer(Rune replacement, PrependScheme prependScheme, bool split) : PreTokenizer
{
    private readonly byte[] _replacement = Encoding.UTF8.GetBytes(replacement.ToString());

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        var text = target.OwnText(source);
        foreach (var piece in source.Pieces)
        {
            var start = text.Length;
            var content = source.Text.Text[piece.Start..piece.End];
            if (Prepends(source, piece.Start) && content[0] != ' ' && !content.StartsWith(_replacement))
            {
                PiecePrefix.Write(_replacement, source.Text, piece, text);
            }

            WriteVisible(source.Text, piece, text);
            Cut(target, start, text.Length);
        }
    }

    /// <summary>How a file names a scheme.</summary>
    public static string Name(PrependScheme scheme) => scheme switch
    {
        PrependScheme.Always => "always",
        PrependScheme.First => "first",
        _ => "never",
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Metaspace");
        writer.WriteString("replacement", replacement.ToString());
        writer.WriteString("prepend_scheme", Name(prependScheme));
        writer.WriteBoolean("split", split);
        writer.WriteEndObject();
    }

    private bool Prepends(PieceList source, int start) =>
        prependScheme == PrependScheme.Always || (prependScheme == PrependScheme.First && source.BeginsText && start == 0);

    private void WriteVisible(TextBuffer source, Piece piece, TextBuffer target)
    {
        for (var at = piece.Start; at < piece.End;)
        {
            var space = source.Text[at..piece.End].IndexOf((byte)' ');
            var end = space < 0 ? piece.End : at + space;
            target.Copy(source, at, end);
            at = end;
            if (space >= 0)
            {
                target.Replace(_replacement, source, at, ++at);
            }
        }
    }

    private void Cut(PieceList target, int start, int end)
    {
        while (split && target.Text.Text[(start + 1)..end].IndexOf(_replacement) is >= 0 and var next)
        {
            target.Add(start, start + 1 + next);
            start += 1 + next;
        }

        target.Add(start, end);
    }
}
