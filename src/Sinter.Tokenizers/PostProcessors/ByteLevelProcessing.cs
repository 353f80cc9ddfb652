using System.Text.Json;

namespace Sinter.Tokenizers.PostProcessors;

/// <summary>Puts nothing round a text; says whether the offsets of byte-level tokens leave out their spaces.</summary>
/// <param name="addsPrefixSpace">Whether the pre-tokenizer puts a space before a text.</param>
/// <param name="trimsOffsets">Whether spaces at both ends of a token are left out of its offsets.</param>
/// <param name="useRegex">Means nothing here; kept for the file.</param>
internal sealed class ByteLevelProcessing(bool addsPrefixSpace = true, bool trimsOffsets = true, bool useRegex = true) : PostProcessor
{
    /// <inheritdoc/>
    public override TokenFrame Single => TokenFrame.Bare;

    /// <inheritdoc/>
    public override TokenFrame Pair => TokenFrame.BarePair;

    /// <inheritdoc/>
    public override bool TrimsOffsets => trimsOffsets;

    /// <inheritdoc/>
    public override bool AddsPrefixSpace => addsPrefixSpace;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", addsPrefixSpace);
        writer.WriteBoolean("trim_offsets", trimsOffsets);
        writer.WriteBoolean("use_regex", useRegex);
        writer.WriteEndObject();
    }
}
