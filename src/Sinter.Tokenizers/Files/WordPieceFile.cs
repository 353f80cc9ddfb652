using System.Text;
using Sinter.Tokenizers.Decoders;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.PostProcessors;
using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.WordPiece;

namespace Sinter.Tokenizers.Files;

/// <summary>
/// Reads BERT's vocab.txt, a token a line, the id being the number of the line. What the file does not say is as BERT has it, or as a tokenizer_config.json beside
/// the file says: lower case unless <c>do_lower_case</c> is false, ideographs apart unless <c>tokenize_chinese_chars</c> is false, and accents taken away as
/// <c>strip_accents</c> says, else where it is lower case.
/// </summary>
internal static class WordPieceFile
{
    private const int LongestToken = 1024;

    /// <summary>Reads a file.</summary>
    public static TokenizerDefinition Read(string file)
    {
        var tokens = ReadTokens(file);
        var ids = tokens.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);
        var config = Path.Combine(Path.GetDirectoryName(file) ?? "", TokenizerFiles.TokenizerConfigJson);
        JsonPart? settings = File.Exists(config) ? JsonPart.Load(config) : null;
        var unknown = Special(settings, "unk_token", WordPieceDefinition.UsualUnknownToken);
        if (!ids.ContainsKey(unknown))
        {
            throw DefinitionCheck.Error(file, $"the vocabulary has no token '{unknown}', which words become that it cannot write; expected BERT's vocab.txt");
        }

        var separator = Special(settings, "sep_token", "[SEP]");
        var classifier = Special(settings, "cls_token", "[CLS]");
        string[] special = [Special(settings, "pad_token", "[PAD]"), unknown, classifier, separator, Special(settings, "mask_token", "[MASK]")];
        return new TokenizerDefinition
        {
            Tokens = tokens,
            ModelTokens = tokens.Length,
            AddedTokens = [.. special.Distinct(StringComparer.Ordinal).Where(ids.ContainsKey).Select(token => new AddedToken(ids[token], token, Special: true)).OrderBy(static token => token.Id)],
            Model = new WordPieceDefinition { UnknownToken = unknown },
            Normalizer = new BertNormalizer(
                handleChineseCharacters: Flag(settings, "tokenize_chinese_chars") ?? true,
                stripAccents: Flag(settings, "strip_accents"),
                lowercase: Flag(settings, "do_lower_case") ?? true),
            PreTokenizer = new BertPreTokenizer(),
            PostProcessor = ids.TryGetValue(classifier, out var first) && ids.TryGetValue(separator, out var last) ? Frame(new(classifier, first), new(separator, last)) : null,
            Decoder = new WordPieceDecoder(),
        };
    }

    private static string[] ReadTokens(string file)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        using var reader = new StreamReader(new MemoryStream(BoundedFile.Read(file)), Encoding.UTF8);
        var empty = 0;
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            var token = text.TrimEnd();
            if (token.Length == 0)
            {
                empty = empty == 0 ? line : empty;
            }
            else if (empty > 0)
            {
                throw DefinitionCheck.Error(file, $"line {empty} is empty; each line is a token, whose id is the number of the line");
            }
            else if (token.Length > LongestToken)
            {
                throw DefinitionCheck.Error(file, $"line {line} has {token.Length} characters; no token is so long, so this is hardly BERT's vocab.txt");
            }
            else if (!lines.TryAdd(token, line))
            {
                throw DefinitionCheck.Error(file, $"lines {lines[token]} and {line} are both '{token}'; every token must differ");
            }
        }

        return [.. lines.OrderBy(static entry => entry.Value).Select(static entry => entry.Key)];
    }

    private static TemplateProcessing Frame(NamedToken classifier, NamedToken separator) => new(
        [new(classifier.Content, 0, 0), new(null, 0, 0), new(separator.Content, 0, 0)],
        [new(classifier.Content, 0, 0), new(null, 0, 0), new(separator.Content, 0, 0), new(null, 1, 1), new(separator.Content, 0, 1)],
        [new(classifier.Content, [classifier.Id], [classifier.Content]), new(separator.Content, [separator.Id], [separator.Content])]);

    private static string Special(JsonPart? settings, string key, string usual)
    {
        if (settings is not { } root || root[key].IsNull)
        {
            return usual;
        }

        return root[key].Element.ValueKind == System.Text.Json.JsonValueKind.Object ? root[key]["content"].Text() : root[key].Text();
    }

    private static bool? Flag(JsonPart? settings, string key) => settings is not { } root || root[key].IsNull ? null : root[key].Flag();
}
