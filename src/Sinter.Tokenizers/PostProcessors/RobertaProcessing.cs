using System.Text.Json;

namespace Sinter.Tokenizers.PostProcessors;

/// <summary>RoBERTa's frame: <c>&lt;s&gt; A &lt;/s&gt;</c>, and <c>&lt;s&gt; A &lt;/s&gt;&lt;/s&gt; B &lt;/s&gt;</c>, all of type 0.</summary>
/// <param name="separator">The token behind each text, and before the second.</param>
/// <param name="classifier">The token before all.</param>
/// <param name="trimsOffsets">Whether spaces at both ends of a token are left out of its offsets.</param>
/// <param name="addsPrefixSpace">Whether the pre-tokenizer puts a space before a text.</param>
internal sealed class RobertaProcessing(NamedToken separator, NamedToken classifier, bool trimsOffsets = true, bool addsPrefixSpace = true) : PostProcessor
{
    /// <inheritdoc/>
    public override TokenFrame Single { get; } = new([new(classifier.Id, 0, 0), new(null, 0, 0), new(separator.Id, 0, 0)]);

    /// <inheritdoc/>
    public override TokenFrame Pair { get; } =
        new([new(classifier.Id, 0, 0), new(null, 0, 0), new(separator.Id, 0, 0), new(separator.Id, 0, 0), new(null, 1, 0), new(separator.Id, 0, 0)]);

    /// <inheritdoc/>
    public override bool TrimsOffsets => trimsOffsets;

    /// <inheritdoc/>
    public override bool AddsPrefixSpace => addsPrefixSpace;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "RobertaProcessing");
        separator.Write(writer, "sep");
        classifier.Write(writer, "cls");
        writer.WriteBoolean("trim_offsets", trimsOffsets);
        writer.WriteBoolean("add_prefix_space", addsPrefixSpace);
        writer.WriteEndObject();
    }
}
