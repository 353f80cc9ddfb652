using System.Text.Json;

namespace Sinter.Tokenizers.PostProcessors;

/// <summary>Which special tokens are put round a text, as the <c>post_processor</c> of a tokenizer.json says; only who asks for them gets them.</summary>
internal abstract class PostProcessor
{
    /// <summary>The frame of one text.</summary>
    public abstract TokenFrame Single { get; }

    /// <summary>The frame of a pair of texts.</summary>
    public abstract TokenFrame Pair { get; }

    /// <summary>Writes it as the JSON object that Hugging Face reads.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
