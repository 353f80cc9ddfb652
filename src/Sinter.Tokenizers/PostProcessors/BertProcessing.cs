using System.Text.Json;

namespace Sinter.Tokenizers.PostProcessors;

/// <summary>BERT's frame: <c>[CLS] A [SEP]</c>, and <c>[CLS] A [SEP] B [SEP]</c> of which B and what follows have type 1.</summary>
/// <param name="separator">The token behind each text.</param>
/// <param name="classifier">The token before all.</param>
internal sealed class BertProcessing(NamedToken separator, NamedToken classifier) : PostProcessor
{
    /// <inheritdoc/>
    public override TokenFrame Single { get; } = new([new(classifier.Id, 0, 0), new(null, 0, 0), new(separator.Id, 0, 0)]);

    /// <inheritdoc/>
    public override TokenFrame Pair { get; } =
        new([new(classifier.Id, 0, 0), new(null, 0, 0), new(separator.Id, 0, 0), new(null, 1, 1), new(separator.Id, 0, 1)]);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "BertProcessing");
        separator.Write(writer, "sep");
        classifier.Write(writer, "cls");
        writer.WriteEndObject();
    }
}
