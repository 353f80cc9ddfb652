using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Puts a text before each text that is not empty; it counts as part of the first character.</summary>
/// <param name="prepend">What is put there.</param>
internal sealed class PrependNormalizer(string prepend) : Normalizer
{
    private readonly byte[] _prepend = Encoding.UTF8.GetBytes(prepend);

    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        if (source.Length > 0)
        {
            Rune.DecodeFromUtf8(source.Text, out _, out var length);
            target.Replace(_prepend, source, 0, length);
            target.Copy(source, 0, source.Length);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Prepend");
        writer.WriteString("prepend", prepend);
        writer.WriteEndObject();
    }
}
