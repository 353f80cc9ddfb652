using System.Text.Json;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Unigram;
using Sinter.Tokenizers.WordLevel;
using Sinter.Tokenizers.WordPiece;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads Hugging Face's tokenizer.json.</summary>
internal static class TokenizerJsonReader
{
    /// <summary>Reads a file.</summary>
    public static TokenizerDefinition Read(string file) => Read(file, JsonPart.Load(file));

    /// <summary>Reads a file that is already parsed.</summary>
    public static TokenizerDefinition Read(string file, JsonPart root)
    {
        var model = root["model"];
        var type = ModelType(model);
        var entries = (string.Equals(type, "Unigram", StringComparison.Ordinal) ? ListedTokens(model["vocab"]) : NumberedTokens(model["vocab"])).ToList();
        var added = root["added_tokens"].IsNull ? [] : root["added_tokens"].Items().Select(ReadAddedToken).OrderBy(static token => token.Id).ToArray();
        var modelTokens = entries.Count == 0 ? 0 : entries.Max(static entry => entry.Id) + 1;
        var tokens = DefinitionCheck.ById(file, WithAdded(file, entries, added), modelTokens);
        var ids = tokens.Index().Where(static entry => entry.Item.Length > 0).ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);
        return new TokenizerDefinition
        {
            Tokens = tokens,
            ModelTokens = modelTokens,
            AddedTokens = added,
            Model = ReadModel(file, type, model, ids, IsByteLevel(root, type)),
            Normalizer = NormalizerReader.Read(root["normalizer"]),
            PreTokenizer = PreTokenizerReader.Read(root["pre_tokenizer"]),
            PostProcessor = PostProcessorReader.Read(root["post_processor"], token => ids.TryGetValue(token, out var id) ? id : null),
            Decoder = DecoderReader.Read(root["decoder"]),
        };
    }

    /// <summary>Whether a parsed file is a tokenizer.json rather than a bare vocabulary.</summary>
    public static bool Recognises(JsonPart root) => root["model"].Element.ValueKind == JsonValueKind.Object;

    private static ModelDefinition ReadModel(string file, string type, JsonPart model, IReadOnlyDictionary<string, int> ids, bool isByteLevel) => type switch
    {
        "BPE" => BpeDefinition.Read(file, model, ids, isByteLevel),
        "Unigram" => UnigramDefinition.Read(model),
        "WordPiece" => WordPieceDefinition.Read(model, ids),
        "WordLevel" => WordLevelDefinition.Read(model, ids),
        _ => throw model["type"].Error($"is \"{type}\"; Sinter reads models of the types BPE, Unigram, WordPiece and WordLevel"),
    };

    /// <summary>The type of a model; old files do not name it.</summary>
    private static string ModelType(JsonPart model) => model["type"].TextOrNull()
        ?? (!model["merges"].IsNull ? "BPE" : model["vocab"].Element.ValueKind == JsonValueKind.Array ? "Unigram" : !model["max_input_chars_per_word"].IsNull ? "WordPiece" : "WordLevel");

    private static IEnumerable<(string Token, int Id)> NumberedTokens(JsonPart vocabulary) => vocabulary.Members().Select(static member => (member.Name, member.Value.Count()));

    private static IEnumerable<(string Token, int Id)> ListedTokens(JsonPart vocabulary) => vocabulary.Items().Select(static (item, id) => (item.Items().First().Text(), id));

    /// <summary>Whether the model's symbols are bytes. The normalizer ByteLevel is another matter: it writes them as characters before the model sees them.</summary>
    private static bool IsByteLevel(JsonPart root, string type)
    {
        var isByteLevel = Mentions(root["pre_tokenizer"], "ByteLevel");
        return !isByteLevel || string.Equals(type, "BPE", StringComparison.Ordinal)
            ? isByteLevel
            : throw root["pre_tokenizer"].Error($"is ByteLevel, which Sinter reads with models of the type BPE, and the model is of the type {type}");
    }

    /// <summary>Whether a component of this type stands anywhere within a part; how deep a file goes was bounded when it was read.</summary>
    private static bool Mentions(JsonPart part, string type) => !part.IsNull
        && (string.Equals(part["type"].TextOrNull(), type, StringComparison.Ordinal)
            || part.Members().Any(member => member.Value.Element.ValueKind == JsonValueKind.Array
                && member.Value.Items().Any(item => item.Element.ValueKind == JsonValueKind.Object && Mentions(item, type))));

    private static AddedToken ReadAddedToken(JsonPart part)
    {
        var content = part["content"].Text();
        if (content.Length == 0)
        {
            throw part["content"].Error("is empty; an added token needs a text");
        }

        return new AddedToken(part["id"].Count(), content, part["special"].Flag())
        {
            SingleWord = part["single_word"].Flag(),
            StripsLeft = part["lstrip"].Flag(),
            StripsRight = part["rstrip"].Flag(),
            Normalized = part["normalized"].Flag(),
        };
    }

    private static List<(string Token, int Id)> WithAdded(string file, List<(string Token, int Id)> modelTokens, AddedToken[] added)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (token, id) in modelTokens)
        {
            if (!ids.TryAdd(token, id))
            {
                throw DefinitionCheck.Error(file, $"tokens {ids[token]} and {id} are both '{token}'; every token must differ");
            }
        }

        var all = new List<(string Token, int Id)>(modelTokens);
        foreach (var token in added)
        {
            if (!ids.TryGetValue(token.Content, out var known))
            {
                ids.Add(token.Content, token.Id);
                all.Add((token.Content, token.Id));
            }
            else if (known != token.Id)
            {
                throw DefinitionCheck.Error(file, $"the added token '{token.Content}' has the id {token.Id} and also the id {known}; a token has one id");
            }
        }

        return all;
    }
}
