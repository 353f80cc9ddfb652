using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.SentencePiece;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Unigram;

/// <summary>A Unigram model as a tokenizer.json tells of it.</summary>
internal sealed record UnigramDefinition : ModelDefinition
{
    /// <summary>How much lower than every token the score of an unknown character is.</summary>
    public const int UnknownPenalty = 10;

    /// <summary>The scores of the model's own tokens, by id: logarithms of their probabilities.</summary>
    public required double[] Scores { get; init; }

    /// <summary>The id of characters that no token covers, if there is one; else they are left out.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Whether unknown characters are written as byte tokens such as <c>&lt;0x0A&gt;</c>, where the vocabulary has these.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
    public static UnigramDefinition Read(JsonPart model)
    {
        var scores = model["vocab"].Items().Select(static item => Score(Pair(item)[1])).ToArray();
        int? unknown = model["unk_id"].IsNull ? null : model["unk_id"].Count();
        if (unknown >= scores.Length)
        {
            throw model["unk_id"].Error($"is {unknown}, but the vocabulary has only {scores.Length} tokens");
        }

        return new UnigramDefinition { Scores = scores, UnknownId = unknown, ByteFallback = model["byte_fallback"].Flag() };
    }

    /// <inheritdoc/>
    public override TokenModel Compile(TokenizerDefinition definition)
    {
        // Plain text must never become a special token, whatever the file says; of equal texts the last counts.
        var special = definition.IsSpecial();
        var tokens = Enumerable.Range(0, Scores.Length).Where(id => !special[id] && definition.Tokens[id].Length > 0)
            .Select(id => (Encoding.UTF8.GetBytes(definition.Tokens[id]), id, Scores[id])).ToArray();
        var lowest = Scores.Length == 0 ? 0 : Scores.Min();
        var unknown = new UnknownText(UnknownId ?? -1, ByteFallback ? ByteFallbackToken.Ids(definition.Tokens) : null);
        return new UnigramModel(tokens, Scores.Length, unknown, lowest - UnknownPenalty, single: false);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WriteString("type", "Unigram");
        if (UnknownId is { } unknown)
        {
            writer.WriteNumber("unk_id", unknown);
        }
        else
        {
            writer.WriteNull("unk_id");
        }

        writer.WriteStartArray("vocab");
        for (var id = 0; id < Scores.Length; id++)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(definition.Tokens[id]);
            writer.WriteNumberValue(Scores[id]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("byte_fallback", ByteFallback);
    }

    private static JsonPart[] Pair(JsonPart item) =>
        item.Items().ToArray() is { Length: 2 } pair ? pair : throw item.Error($"is {item.Shown()}, expected a token and its score");

    private static double Score(JsonPart part) =>
        part.Element.ValueKind == JsonValueKind.Number && part.Element.TryGetDouble(out var score) && double.IsFinite(score)
            ? score
            : throw part.Error($"is {part.Shown()}, expected a finite number");
}
