using System.Text.Json;

namespace Sinter.Tokenizers.PostProcessors;

/// <summary>Puts texts into a template such as <c>[CLS] A [SEP] B [SEP]</c>.</summary>
internal sealed class TemplateProcessing : PostProcessor
{
    private readonly IReadOnlyList<TemplatePiece> _single;
    private readonly IReadOnlyList<TemplatePiece> _pair;
    private readonly IReadOnlyList<TemplateToken> _tokens;

    /// <summary>Puts it together.</summary>
    /// <param name="single">The template of one text.</param>
    /// <param name="pair">The template of a pair.</param>
    /// <param name="tokens">What the names in the templates stand for; each name is there once.</param>
    public TemplateProcessing(IReadOnlyList<TemplatePiece> single, IReadOnlyList<TemplatePiece> pair, IReadOnlyList<TemplateToken> tokens)
    {
        (_single, _pair, _tokens) = (single, pair, tokens);
        var ids = tokens.ToDictionary(static token => token.Name, static token => token.Ids, StringComparer.Ordinal);
        Single = Frame(single, ids);
        Pair = Frame(pair, ids);
    }

    /// <inheritdoc/>
    public override TokenFrame Single { get; }

    /// <inheritdoc/>
    public override TokenFrame Pair { get; }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "TemplateProcessing");
        WriteTemplate(writer, "single", _single);
        WriteTemplate(writer, "pair", _pair);
        writer.WriteStartObject("special_tokens");
        foreach (var token in _tokens.OrderBy(static token => token.Name, StringComparer.Ordinal))
        {
            WriteToken(writer, token);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static TokenFrame Frame(IReadOnlyList<TemplatePiece> template, Dictionary<string, IReadOnlyList<int>> ids) =>
        new([.. template.SelectMany(piece => piece.Special is { } name
            ? ids[name].Select(id => new TokenFramePart(id, 0, piece.Type))
            : [new TokenFramePart(null, piece.Text, piece.Type)])]);

    private static void WriteTemplate(Utf8JsonWriter writer, string name, IReadOnlyList<TemplatePiece> template)
    {
        writer.WriteStartArray(name);
        foreach (var piece in template)
        {
            writer.WriteStartObject();
            writer.WriteStartObject(piece.Special is null ? "Sequence" : "SpecialToken");
            writer.WriteString("id", piece.Special ?? (piece.Text == 0 ? "A" : "B"));
            writer.WriteNumber("type_id", piece.Type);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteToken(Utf8JsonWriter writer, TemplateToken token)
    {
        writer.WriteStartObject(token.Name);
        writer.WriteString("id", token.Name);
        writer.WriteStartArray("ids");
        foreach (var id in token.Ids)
        {
            writer.WriteNumberValue(id);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("tokens");
        foreach (var text in token.Tokens)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
