using System.Text.Json;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.WordPiece;

namespace Sinter.Tokenizers.WordLevel;

/// <summary>A model of whole words as a tokenizer.json tells of it.</summary>
internal sealed record WordLevelDefinition : ModelDefinition
{
    private const string UsualUnknownToken = "<unk>";

    /// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ids">The ids of the tokens.</param>
    public static WordLevelDefinition Read(JsonPart model, IReadOnlyDictionary<string, int> ids) =>
        new() { UnknownToken = WordPieceDefinition.ReadUnknown(model, ids, UsualUnknownToken) };

    /// <inheritdoc/>
    public override TokenModel Compile(TokenizerDefinition definition) => new WordLevelModel(this, definition);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WriteString("type", "WordLevel");
        WriteVocabulary(writer, definition);
        writer.WriteString("unk_token", UnknownToken);
    }
}
