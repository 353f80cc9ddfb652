using System.Text.Json;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>What a tokenizer's normalizer and pre-tokenizer come to in the words of a .model. They are read from their JSON, in which each can be known by its type.</summary>
/// <param name="Map">The compiled table of replacements, or null for none.</param>
/// <param name="AddsPrefix">Whether a space is put before the text.</param>
/// <param name="RemovesExtraSpaces">Whether spaces at the ends go and runs of them become one.</param>
internal sealed record SentencePieceSteps(byte[]? Map, bool AddsPrefix, bool RemovesExtraSpaces)
{
    private bool Escapes { get; init; }

    /// <summary>The steps of a tokenizer.</summary>
    /// <exception cref="NotSupportedException">A step has no like in a .model; the message names it.</exception>
    public static SentencePieceSteps Of(TokenizerDefinition definition)
    {
        var steps = new SentencePieceSteps(null, AddsPrefix: false, RemovesExtraSpaces: false);
        foreach (var step in Steps(definition.Normalizer is { } normalizer ? normalizer.Write : null, "normalizers"))
        {
            steps = steps.With(step);
        }

        foreach (var step in Steps(definition.PreTokenizer is { } preTokenizer ? preTokenizer.Write : null, "pretokenizers"))
        {
            steps = steps.With(step);
        }

        return steps.Escapes ? steps : throw SentencePieceWriter.Error("it does not write spaces as \u2581");
    }

    private static IEnumerable<JsonElement> Steps(Action<Utf8JsonWriter>? write, string members)
    {
        if (write is null)
        {
            return [];
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return Flat(JsonDocument.Parse(stream.GetBuffer().AsMemory(0, (int)stream.Length)).RootElement, members);
    }

    private static IEnumerable<JsonElement> Flat(JsonElement step, string members) =>
        step.TryGetProperty(members, out var inner) ? inner.EnumerateArray().SelectMany(part => Flat(part, members)) : [step];

    private SentencePieceSteps With(JsonElement step)
    {
        var type = step.GetProperty("type").GetString();
        return type switch
        {
            "Precompiled" when Map is null => this with { Map = step.GetProperty("precompiled_charsmap").GetBytesFromBase64() },
            "Prepend" when Is(step, "prepend", Metaspace.Text) => this with { AddsPrefix = true },
            "Replace" => WithReplace(step),
            "Strip" => this,
            "WhitespaceSplit" => this with { RemovesExtraSpaces = true },
            "Metaspace" when Is(step, "replacement", Metaspace.Text) => this with { Escapes = true, AddsPrefix = AddsPrefix || !Is(step, "prepend_scheme", "never") },
            _ => throw SentencePieceWriter.Error($"a .model has no like of its step {type}"),
        };
    }

    private SentencePieceSteps WithReplace(JsonElement step)
    {
        var content = step.GetProperty("content").GetString();
        var pattern = step.GetProperty("pattern").EnumerateObject().First().Value.GetString();
        return (pattern, content) switch
        {
            (" ", Metaspace.Text) => this with { Escapes = true },
            (" {2,}", " " or Metaspace.Text) or (@"\A +| +\z", "") => this with { RemovesExtraSpaces = true },
            _ => throw SentencePieceWriter.Error($"a .model has no like of its step that replaces '{pattern}'"),
        };
    }

    private static bool Is(JsonElement step, string member, string value) =>
        step.TryGetProperty(member, out var found) && string.Equals(found.GetString(), value, StringComparison.Ordinal);
}
