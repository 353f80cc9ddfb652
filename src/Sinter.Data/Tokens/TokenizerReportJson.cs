using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sinter.Data.Tokens;

/// <summary>A measurement as JSON.</summary>
public static class TokenizerReportJson
{
    private const int ListedTokens = 100;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it to a file, which appears when it is complete.</summary>
    public static void Save(TokenizerMeasurement measurement, string path) => AtomicFile.WriteAllText(path, Of(measurement).ToJsonString(Readable) + "\n");

    private static JsonObject Of(TokenizerMeasurement measurement) => new()
    {
        ["documents"] = measurement.Total.Documents,
        ["bytes"] = measurement.Total.Bytes,
        ["characters"] = measurement.Total.Characters,
        ["words"] = measurement.Total.Words,
        ["broken"] = measurement.Broken,
        ["tokenizers"] = new JsonArray([.. measurement.Tokenizers.Select((tokenizer, i) => Tokenizer(measurement, tokenizer, i))]),
    };

    private static JsonObject Tokenizer(TokenizerMeasurement measurement, MeasuredTokenizer tokenizer, int index)
    {
        var unused = tokenizer.Unused.ToList();
        var json = Figures(measurement.Total, index);
        json.Insert(0, "name", tokenizer.Name);
        json.Insert(1, "vocabularySize", tokenizer.Tokenizer.VocabularySize);
        json.Insert(2, "fingerprint", tokenizer.Tokenizer.Fingerprint);
        json.Add("partialShare", Rounded(tokenizer.PartialShare));
        json.Add("bytesPerSecond", Math.Round(tokenizer.BytesPerSecond));
        json.Add("languages", new JsonArray([.. measurement.Languages.Select(language =>
        {
            var figures = Figures(language.Text, index);
            figures.Insert(0, "language", language.Code);
            figures.Insert(1, "documents", language.Text.Documents);
            figures.Insert(2, "bytes", language.Text.Bytes);
            return figures;
        })]));
        json.Add("unused", unused.Count);
        json.Add("unusedTokens", Tokens(unused));
        json.Add("longestTokens", Tokens(tokenizer.Longest));
        json.Add("mostUsedTokens", Tokens(tokenizer.MostUsed));
        return json;
    }

    private static JsonObject Figures(MeasuredText text, int index) => new()
    {
        ["tokens"] = text.Tokens[index],
        ["bytesPerToken"] = Rounded(text.BytesPerToken(index)),
        ["charactersPerToken"] = Rounded(text.CharactersPerToken(index)),
        ["tokensPerWord"] = Rounded(text.TokensPerWord(index)),
        ["unknownShare"] = Rounded(text.UnknownShare(index)),
    };

    private static JsonArray Tokens(IEnumerable<MeasuredToken> tokens) => new([.. tokens.Take(ListedTokens).Select(static token => new JsonObject
    {
        ["id"] = token.Id,
        ["token"] = token.Token,
        ["uses"] = token.Uses,
    })]);

    private static double Rounded(double value) => Math.Round(value, 6);
}
