using System.Text.Json;

namespace Sinter.Tokenizers.PostProcessors;

/// <summary>A special token as BERT's and RoBERTa's post-processors write it: <c>["[SEP]", 102]</c>.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct NamedToken(string Content, int Id)
{
    /// <summary>Writes it as a member of the object that is being written.</summary>
    public void Write(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(Content);
        writer.WriteNumberValue(Id);
        writer.WriteEndArray();
    }
}
