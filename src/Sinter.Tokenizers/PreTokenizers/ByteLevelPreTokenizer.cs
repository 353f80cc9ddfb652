using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Cuts text as GPT-2 does. H1 replaces this.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace) : PreTokenizer
{
    /// <inheritdoc/>
    public override TextSplitter? Scanner => Gpt2Splitter.Instance;

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", addPrefixSpace);
        writer.WriteBoolean("trim_offsets", true);
        writer.WriteBoolean("use_regex", true);
        writer.WriteEndObject();
    }
}
