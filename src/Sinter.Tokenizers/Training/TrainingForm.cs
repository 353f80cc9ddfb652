using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// What stands round the model of a trained tokenizer, in the words of a tokenizer.json: training counts words through it and the tokenizer is read from
/// it, so both see text alike.
/// </summary>
internal static class TrainingForm
{
    private const string Name = "the trained tokenizer";

    /// <summary>A file without a model.</summary>
    public static JsonObject Of(TokenizerTrainerOptions options) => new()
    {
        ["added_tokens"] = new JsonArray([.. options.AllSpecialTokens.Select(static (token, id) => new JsonObject
        {
            ["id"] = id,
            ["content"] = token,
            ["special"] = true,
        })]),
        ["normalizer"] = Normalizer(options),
        ["pre_tokenizer"] = PreTokenizer(options),
        ["post_processor"] = PostProcessor(options),
        ["decoder"] = Decoder(options),
    };

    /// <summary>What counts words the way the tokenizer will see them.</summary>
    public static WordReader Reader(JsonObject form)
    {
        var root = Part(form);
        return new WordReader(NormalizerReader.Read(root["normalizer"]), PreTokenizerReader.Read(root["pre_tokenizer"]));
    }

    /// <summary>The tokenizer with this model.</summary>
    public static Tokenizer Tokenizer(JsonObject form, JsonObject model)
    {
        form["model"] = model;
        var tokenizer = new Tokenizer(TokenizerJsonReader.Read(Name, Part(form)));

        // Models trained with Sinter's tokens see the end of the text before as the beginning of the next.
        return tokenizer.BeginningOfText is not null ? tokenizer : new Tokenizer(tokenizer.Definition) { BeginningOfText = tokenizer.TokenId(SpecialTokens.EndOfText) };
    }

    private static JsonPart Part(JsonObject json) => new(Name, "", JsonDocument.Parse(json.ToJsonString()).RootElement);

    private static JsonObject? Normalizer(TokenizerTrainerOptions options)
    {
        var normalizer = options.Normalizer ?? options.Model switch
        {
            TokenizerModel.WordPiece => TrainingNormalizer.Bert,
            TokenizerModel.Unigram => TrainingNormalizer.Nfkc,
            _ => TrainingNormalizer.None,
        };
        return normalizer switch
        {
            TrainingNormalizer.Nfc => new JsonObject { ["type"] = "NFC" },
            TrainingNormalizer.Nfkc => new JsonObject { ["type"] = "NFKC" },
            TrainingNormalizer.Lowercase => new JsonObject { ["type"] = "Lowercase" },
            TrainingNormalizer.Bert => new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["strip_accents"] = null,
                ["lowercase"] = true,
            },
            _ => null,
        };
    }

    private static JsonObject? PreTokenizer(TokenizerTrainerOptions options) => options.Model switch
    {
        TokenizerModel.Bpe when !string.Equals(options.Style, "gpt2", StringComparison.Ordinal) => Sequence(
            "pretokenizers",
            new JsonObject
            {
                ["type"] = "Split",
                ["pattern"] = new JsonObject { ["Regex"] = KnownPatterns.ByName(options.Style).Pattern },
                ["behavior"] = "Isolated",
                ["invert"] = false,
            },
            ByteLevel(cuts: false)),
        TokenizerModel.Bpe or TokenizerModel.Byte => ByteLevel(cuts: true),
        TokenizerModel.WordPiece => new JsonObject { ["type"] = "BertPreTokenizer" },
        TokenizerModel.Unigram => Metaspace(),
        _ => null,
    };

    private static JsonObject? PostProcessor(TokenizerTrainerOptions options)
    {
        var (begin, end) = (Id("[CLS]"), Id("[SEP]"));
        return options.Model != TokenizerModel.WordPiece || begin < 0 || end < 0
            ? null
            : new JsonObject { ["type"] = "BertProcessing", ["sep"] = new JsonArray("[SEP]", end), ["cls"] = new JsonArray("[CLS]", begin) };

        int Id(string token) => options.AllSpecialTokens.ToList().IndexOf(token);
    }

    private static JsonObject Decoder(TokenizerTrainerOptions options) => options.Model switch
    {
        TokenizerModel.Bpe or TokenizerModel.Byte => ByteLevel(cuts: true),
        TokenizerModel.WordPiece => new JsonObject { ["type"] = "WordPiece", ["prefix"] = WordPieceLearner.Prefix, ["cleanup"] = true },
        TokenizerModel.Unigram => Sequence("decoders", new JsonObject { ["type"] = "ByteFallback" }, Metaspace()),
        _ => Sequence("decoders", new JsonObject { ["type"] = "ByteFallback" }, new JsonObject { ["type"] = "Fuse" }),
    };

    private static JsonObject ByteLevel(bool cuts) => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = cuts };

    private static JsonObject Metaspace() => new()
    {
        ["type"] = "Metaspace",
        ["replacement"] = UnigramText.SpaceMark.ToString(),
        ["prepend_scheme"] = "always",
        ["split"] = true,
    };

    private static JsonObject Sequence(string member, params JsonObject[] parts) => new() { ["type"] = "Sequence", [member] = new JsonArray([.. parts]) };
}
