using Sinter.Tokenizers.PostProcessors;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads the <c>post_processor</c> of a tokenizer.json. The tokens that it names must have the ids that the vocabulary gives them.</summary>
/// <param name="idOfToken">The id of a token; null where the vocabulary has none.</param>
internal sealed class PostProcessorReader(Func<string, int?> idOfToken)
{
    private const int LongestFrame = 1024;

    /// <summary>The post-processor, or null where there is none.</summary>
    public static PostProcessor? Read(JsonPart part, Func<string, int?> idOfToken) => part.IsNull ? null : new PostProcessorReader(idOfToken).ReadStep(part);

    private PostProcessor ReadStep(JsonPart part) => part["type"].Text() switch
    {
        "TemplateProcessing" => ReadTemplate(part),
        "BertProcessing" => new BertProcessing(ReadNamed(part["sep"]), ReadNamed(part["cls"])),
        "RobertaProcessing" => new RobertaProcessing(
            ReadNamed(part["sep"]), ReadNamed(part["cls"]), part["trim_offsets"].FlagOrTrue(), part["add_prefix_space"].FlagOrTrue()),
        "ByteLevel" => new ByteLevelProcessing(part["add_prefix_space"].FlagOrTrue(), part["trim_offsets"].FlagOrTrue(), part["use_regex"].FlagOrTrue()),
        "Sequence" => ReadSequence(part),
        var other => throw part["type"].Error(
            $"is '{other}', which is no post-processor that Sinter knows; it knows TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel and Sequence"),
    };

    private ProcessorSequence ReadSequence(JsonPart part)
    {
        try
        {
            return new ProcessorSequence([.. part["processors"].Items().Select(ReadStep)]);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException(part.Error(error.Message).Message, error);
        }
    }

    private TemplateProcessing ReadTemplate(JsonPart part)
    {
        var tokens = part["special_tokens"].Members().Select(member => ReadTemplateToken(member.Name, member.Value)).ToDictionary(static token => token.Name, StringComparer.Ordinal);
        return new TemplateProcessing(ReadPieces(part["single"], tokens, texts: 1), ReadPieces(part["pair"], tokens, texts: 2), [.. tokens.Values]);
    }

    private static TemplatePiece[] ReadPieces(JsonPart part, Dictionary<string, TemplateToken> tokens, int texts)
    {
        var pieces = part.Items().Select(piece => ReadPiece(piece, tokens, texts)).ToArray();
        return pieces.Sum(piece => piece.Special is { } name ? tokens[name].Ids.Count : 1L) <= LongestFrame
            ? pieces
            : throw part.Error($"stands for more than {LongestFrame} tokens; no template needs so many");
    }

    private TemplateToken ReadTemplateToken(string name, JsonPart part)
    {
        var ids = part["ids"].Items().ToArray();
        var tokens = part["tokens"].Items().ToArray();
        if (ids.Length != tokens.Length)
        {
            throw part.Error($"has {ids.Length} ids and {tokens.Length} tokens, expected as many of the one as of the other");
        }

        var named = ids.Zip(tokens, ReadNamed).ToArray();
        return new TemplateToken(name, [.. named.Select(static token => token.Id)], [.. named.Select(static token => token.Content)]);
    }

    private static TemplatePiece ReadPiece(JsonPart part, Dictionary<string, TemplateToken> tokens, int texts)
    {
        var special = part["SpecialToken"];
        if (!special.IsNull)
        {
            var name = special["id"].Text();
            return tokens.ContainsKey(name)
                ? new TemplatePiece(name, 0, special["type_id"].Count())
                : throw special["id"].Error($"is {special["id"].Shown()}, which special_tokens does not have");
        }

        var id = part["Sequence"]["id"];
        return (id.Text(), texts) switch
        {
            ("A", _) => new TemplatePiece(null, 0, part["Sequence"]["type_id"].Count()),
            ("B", 2) => new TemplatePiece(null, 1, part["Sequence"]["type_id"].Count()),
            _ => throw id.Error($"is {id.Shown()}, expected {(texts == 1 ? "A" : "A or B")}"),
        };
    }

    private NamedToken ReadNamed(JsonPart part)
    {
        var items = part.Items().ToArray();
        return items.Length == 2 ? ReadNamed(items[1], items[0]) : throw part.Error($"is {part.Shown()}, expected a token and its id");
    }

    private NamedToken ReadNamed(JsonPart id, JsonPart token)
    {
        var named = new NamedToken(token.Text(), id.Count());
        return idOfToken(named.Content) switch
        {
            null => throw token.Error($"is {token.Shown()}, which the vocabulary does not have"),
            { } known when known != named.Id => throw id.Error($"is {named.Id}, but the vocabulary gives {token.Shown()} the id {known}"),
            _ => named,
        };
    }
}
