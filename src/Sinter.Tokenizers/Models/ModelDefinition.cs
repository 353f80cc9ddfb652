using System.Text.Json;

namespace Sinter.Tokenizers.Models;

/// <summary>What a file says of the model: data, checked by who read it. The texts of the tokens stand in <see cref="TokenizerDefinition.Tokens"/>.</summary>
internal abstract record ModelDefinition
{
    /// <summary>Makes the model that encodes.</summary>
    public abstract TokenModel Compile(TokenizerDefinition definition);

    /// <summary>Writes the <c>model</c> of a tokenizer.json as Hugging Face reads it.</summary>
    public abstract void Write(Utf8JsonWriter writer, TokenizerDefinition definition);
}
