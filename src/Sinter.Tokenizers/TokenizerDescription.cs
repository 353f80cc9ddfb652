using System.Text.Json;
using Sinter.Tokenizers.Bpe;

namespace Sinter.Tokenizers;

/// <summary>What a tokenizer is made of, in words for people.</summary>
/// <param name="Model">The kind of model, such as <c>BPE over bytes</c>.</param>
/// <param name="Merges">The number of merges; null for a model that has none.</param>
/// <param name="Normalizer">What changes text before it is cut; null for nothing.</param>
/// <param name="PreTokenizer">What cuts text into pieces; null for nothing.</param>
/// <param name="PostProcessor">What puts special tokens round a text; null for nothing.</param>
/// <param name="Decoder">What makes text of tokens; null where they are joined.</param>
public sealed record TokenizerDescription(string Model, int? Merges, string? Normalizer, string? PreTokenizer, string? PostProcessor, string? Decoder)
{
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal) { "pattern", "content", "behavior", "prepend", "lowercase", "strip_accents", "prepend_scheme", "Regex", "String" };

    /// <summary>Describes a tokenizer.</summary>
    internal static TokenizerDescription Of(TokenizerDefinition definition) => new(
        ModelName(definition),
        (definition.Model as BpeDefinition)?.Merges.Length,
        Read(definition.Normalizer, static (part, writer) => part.Write(writer)),
        Read(definition.PreTokenizer, static (part, writer) => part.Write(writer)),
        Read(definition.PostProcessor, static (part, writer) => part.Write(writer)),
        Read(definition.Decoder, static (part, writer) => part.Write(writer)));

    private static string ModelName(TokenizerDefinition definition) => definition.Model is BpeDefinition bpe
        ? "BPE over " + (bpe.IsByteLevel ? "bytes" : bpe.ByteFallback ? "characters, with bytes for others" : "characters")
        : definition.Model.GetType().Name.Replace("Definition", "", StringComparison.Ordinal);

    /// <summary>A part as it is written to a file, shortened to its kind and the settings that matter most.</summary>
    private static string? Read<T>(T? part, Action<T, Utf8JsonWriter> write)
        where T : class
    {
        if (part is null)
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(part, writer);
        }

        using var json = JsonDocument.Parse(stream.ToArray());
        return Name(json.RootElement);
    }

    private static string Name(JsonElement part)
    {
        var type = part.TryGetProperty("type", out var named) ? named.GetString() : "";
        var steps = part.EnumerateObject().FirstOrDefault(static member => member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("type", out _)));
        if (steps.Value.ValueKind == JsonValueKind.Array)
        {
            return string.Join(", then ", steps.Value.EnumerateArray().Select(Name));
        }

        var settings = part.EnumerateObject().Where(static member => Shown.Contains(member.Name)).Select(Setting).ToList();
        return settings.Count == 0 ? type ?? "" : $"{type} ({string.Join(", ", settings)})";
    }

    private static string Setting(JsonProperty setting) => setting.Value.ValueKind == JsonValueKind.Object
        ? string.Join(", ", setting.Value.EnumerateObject().Select(Setting))
        : setting.Value.ValueKind == JsonValueKind.String ? $"{setting.Name} '{setting.Value.GetString()}'" : $"{setting.Name} {setting.Value.GetRawText()}";
}
