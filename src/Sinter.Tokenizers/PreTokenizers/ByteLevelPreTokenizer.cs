using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Cuts text as GPT-2 does. Its model works on bytes, so their stand-in characters, which Hugging Face writes here, appear only in files.</summary>
/// <param name="addPrefixSpace">Whether a piece that does not begin with a space gets one.</param>
/// <param name="trimOffsets">Means nothing to cutting; kept for the file.</param>
/// <param name="useRegex">Whether text is cut at all.</param>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool trimOffsets = true, bool useRegex = true) : PreTokenizer
{
    private readonly TextSplitter _splitter = useRegex ? Gpt2Splitter.Instance : WholeText.Instance;

    /// <inheritdoc/>
    public override TextSplitter? Scanner => addPrefixSpace ? null : _splitter;

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        if (!addPrefixSpace)
        {
            target.ShareText(source);
            foreach (var piece in source.Pieces)
            {
                target.AddCut(_splitter, piece.Start, piece.End);
            }

            return;
        }

        var text = target.OwnText(source);
        foreach (var piece in source.Pieces)
        {
            var start = text.Length;
            if (source.Text.Text[piece.Start] != ' ')
            {
                PiecePrefix.Write(" "u8, source.Text, piece, text);
            }

            text.Copy(source.Text, piece.Start, piece.End);
            target.AddCut(_splitter, start, text.Length);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", addPrefixSpace);
        writer.WriteBoolean("trim_offsets", trimOffsets);
        writer.WriteBoolean("use_regex", useRegex);
        writer.WriteEndObject();
    }
}
