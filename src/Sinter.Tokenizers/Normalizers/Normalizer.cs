using System.Text.Json;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Changes text before it is cut into pieces, as the <c>normalizer</c> of a tokenizer.json says. It never changes itself, and any number of threads may use it.</summary>
internal abstract class Normalizer
{
    /// <summary>Writes the changed text of <paramref name="source"/> behind what <paramref name="target"/> holds, which is empty and tracks origins where the source does.</summary>
    public abstract void Apply(TextBuffer source, TextBuffer target);

    /// <summary>Writes it as the JSON object that Hugging Face reads.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
