using System.Text.Json;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Models;

namespace Sinter.Tokenizers.WordPiece;

/// <summary>A WordPiece model as files tell of it; BERT's has the values that stand here.</summary>
internal sealed record WordPieceDefinition : ModelDefinition
{
    /// <summary>The unknown token where a file does not name it.</summary>
    public const string UsualUnknownToken = "[UNK]";

    /// <summary>The most that <see cref="LongestWord"/> may be, since the time that a word takes grows with its square.</summary>
    private const int LargestLongestWord = 10_000;

    /// <summary>What marks a token that continues a word.</summary>
    public string ContinuingPrefix { get; init; } = "##";

    /// <summary>How many characters a word may have before it becomes the unknown token.</summary>
    public int LongestWord { get; init; } = 100;

    /// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ids">The ids of the tokens.</param>
    public static WordPieceDefinition Read(JsonPart model, IReadOnlyDictionary<string, int> ids)
    {
        var definition = new WordPieceDefinition { UnknownToken = ReadUnknown(model, ids, UsualUnknownToken) };
        definition = definition with
        {
            ContinuingPrefix = model["continuing_subword_prefix"].TextOrNull() ?? definition.ContinuingPrefix,
            LongestWord = model["max_input_chars_per_word"].IsNull ? definition.LongestWord : model["max_input_chars_per_word"].Count(),
        };
        return definition.LongestWord <= LargestLongestWord
            ? definition
            : throw model["max_input_chars_per_word"].Error($"is {definition.LongestWord}, expected at most {LargestLongestWord}; words are hardly longer");
    }

    /// <summary>Reads <c>unk_token</c>, which must be in the vocabulary.</summary>
    public static string ReadUnknown(JsonPart model, IReadOnlyDictionary<string, int> ids, string usual)
    {
        var unknown = model["unk_token"].TextOrNull() ?? usual;
        return ids.ContainsKey(unknown) ? unknown : throw model["unk_token"].Error($"is '{unknown}', which is not in the vocabulary; words that the model cannot write become it");
    }

    /// <inheritdoc/>
    public override TokenModel Compile(TokenizerDefinition definition) => new WordPieceModel(this, definition);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WriteString("type", "WordPiece");
        writer.WriteString("unk_token", UnknownToken);
        writer.WriteString("continuing_subword_prefix", ContinuingPrefix);
        writer.WriteNumber("max_input_chars_per_word", LongestWord);
        WriteVocabulary(writer, definition);
    }
}
