using System.Text.Json;

namespace Sinter.Tokenizers.Models;

/// <summary>What a file says of the model: data, checked by who read it. The texts of the tokens stand in <see cref="TokenizerDefinition.Tokens"/>.</summary>
internal abstract record ModelDefinition
{
    /// <summary>The token for what the model does not know, or null.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Makes the model that encodes.</summary>
    public abstract TokenModel Compile(TokenizerDefinition definition);

    /// <summary>Writes the members of the object <c>model</c> of a tokenizer.json as Hugging Face reads them.</summary>
    public abstract void Write(Utf8JsonWriter writer, TokenizerDefinition definition);

    /// <summary>The added tokens that a tokenizer.json lists: those of the definition, and such as the model finds itself where that file has added tokens instead.</summary>
    public virtual IReadOnlyList<AddedToken> ListedTokens(TokenizerDefinition definition) => definition.AddedTokens;

    /// <summary>Writes the model's own tokens with their ids as the member <c>vocab</c>.</summary>
    protected static void WriteVocabulary(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WriteStartObject("vocab");
        for (var id = 0; id < definition.ModelTokens; id++)
        {
            writer.WriteNumber(definition.Tokens[id], id);
        }

        writer.WriteEndObject();
    }
}
