using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Cuts text where the script changes, as SentencePiece does: kana counts as Han, and a space and what has no script goes with what stands before it.</summary>
internal sealed class UnicodeScriptsPreTokenizer : PreTokenizer
{
    private static readonly int Han = UnicodeScript.Number("Han");
    private static readonly int Hiragana = UnicodeScript.Number("Hiragana");
    private static readonly int Katakana = UnicodeScript.Number("Katakana");

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        target.ShareText(source);
        foreach (var piece in source.Pieces)
        {
            // What stands before the first script is dropped, as Hugging Face drops it.
            var (start, script) = (piece.End, UnicodeScript.Unknown);
            for (var at = piece.Start; at < piece.End;)
            {
                var here = ScriptAt(source.Text.Text[at..piece.End], out var length);
                if (here != UnicodeScript.Unknown && here != script)
                {
                    target.Add(start, at);
                    (start, script) = (at, here);
                }

                at += length;
            }

            target.Add(start, piece.End);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "UnicodeScripts");
        writer.WriteEndObject();
    }

    private static int ScriptAt(ReadOnlySpan<byte> utf8, out int length)
    {
        var found = Rune.DecodeFromUtf8(utf8, out var rune, out length) == OperationStatus.Done;
        if (!found || rune.Value == ' ')
        {
            return UnicodeScript.Unknown;
        }

        var script = UnicodeScript.Of(rune.Value);
        return script == Hiragana || script == Katakana || rune.Value == 0x30FC ? Han : script;
    }
}
