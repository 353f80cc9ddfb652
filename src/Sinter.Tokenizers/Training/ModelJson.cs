using System.Text.Json.Nodes;

namespace Sinter.Tokenizers.Training;

/// <summary>The <c>model</c> of a tokenizer.json for what was learnt.</summary>
internal static class ModelJson
{
    /// <summary>A BPE model.</summary>
    /// <param name="tokens">The tokens, by id.</param>
    /// <param name="merges">The merges, by rank.</param>
    /// <param name="unknownToken">The token for unknown characters, or null for a model of bytes.</param>
    /// <param name="byteFallback">Whether unknown characters are written as bytes.</param>
    public static JsonObject Bpe(List<string> tokens, List<Merge> merges, string? unknownToken = null, bool byteFallback = false) => new()
    {
        ["type"] = "BPE",
        ["unk_token"] = unknownToken,
        ["byte_fallback"] = byteFallback,
        ["vocab"] = Vocabulary(tokens),
        ["merges"] = new JsonArray([.. merges.Select(merge => new JsonArray(tokens[merge.Left], tokens[merge.Right]))]),
    };

    /// <summary>A WordPiece model.</summary>
    public static JsonObject WordPiece(List<string> tokens, string unknownToken) => new()
    {
        ["type"] = "WordPiece",
        ["unk_token"] = unknownToken,
        ["continuing_subword_prefix"] = WordPieceLearner.Prefix,
        ["max_input_chars_per_word"] = 100,
        ["vocab"] = Vocabulary(tokens),
    };

    /// <summary>A Unigram model.</summary>
    public static JsonObject Unigram(IEnumerable<(string Piece, double Score)> pieces, int unknownId, bool byteFallback) => new()
    {
        ["type"] = "Unigram",
        ["unk_id"] = unknownId,
        ["vocab"] = new JsonArray([.. pieces.Select(static entry => new JsonArray(entry.Piece, entry.Score))]),
        ["byte_fallback"] = byteFallback,
    };

    private static JsonObject Vocabulary(List<string> tokens) => new(tokens.Select(static (token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
}
