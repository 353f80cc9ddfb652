using System.Text.Json;

namespace Sinter.Tokenizers.PostProcessors;

/// <summary>Which special tokens are put round a text, as the <c>post_processor</c> of a tokenizer.json says; only who asks for them gets them.</summary>
internal abstract class PostProcessor
{
    /// <summary>The frame of one text.</summary>
    public abstract TokenFrame Single { get; }

    /// <summary>The frame of a pair of texts.</summary>
    public abstract TokenFrame Pair { get; }

    /// <summary>Whether spaces at both ends of a token are left out of its offsets.</summary>
    public virtual bool TrimsOffsets => false;

    /// <summary>Where offsets are trimmed: whether a single space before the first token was put there by the pre-tokenizer, so that it is not trimmed.</summary>
    public virtual bool AddsPrefixSpace => false;

    /// <summary>Writes it as the JSON object that Hugging Face reads.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
