using System.Text.Json;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Models;

namespace Sinter.Tokenizers.Bpe;

/// <summary>A BPE model as files tell of it: GPT-2's over bytes, SentencePiece's and GPT-1's over characters, tiktoken's by ranks.</summary>
internal sealed record BpeDefinition : ModelDefinition
{
    /// <summary>The merges, by rank.</summary>
    public required Merge[] Merges { get; init; }

    /// <summary>Whether the symbols are bytes, written in the file by <see cref="Text.ByteAlphabet"/>; else they are characters.</summary>
    public bool IsByteLevel { get; init; }

    /// <summary>Whether unknown characters in a row become one unknown token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether unknown characters are written as byte tokens such as <c>&lt;0x0A&gt;</c>.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a piece that is a token as it stands becomes it, whatever the merges say (Llama 3, tiktoken).</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>Whether merges into one token have one rank, so that the leftmost goes first (tiktoken); else each has its own.</summary>
    public bool RanksByResult { get; init; }

    /// <summary>What is written before each character of a piece but the first, or null (<c>##</c>).</summary>
    public string? ContinuingPrefix { get; init; }

    /// <summary>What is written behind the last character of a piece, or null (<c>&lt;/w&gt;</c>).</summary>
    public string? EndSuffix { get; init; }

    /// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
    public static BpeDefinition Read(string file, JsonPart model, IReadOnlyDictionary<string, int> ids, bool isByteLevel)
    {
        if (!model["dropout"].IsNull && !(model["dropout"].Element.TryGetDouble(out var dropout) && dropout == 0))
        {
            throw model["dropout"].Error($"is {model["dropout"].Shown()}; Sinter encodes without dropout, so set it to null");
        }

        var unknown = model["unk_token"].TextOrNull();
        if (unknown is not null && !ids.ContainsKey(unknown))
        {
            throw model["unk_token"].Error($"is '{unknown}', which is not in the vocabulary");
        }

        var prefix = Affix(model["continuing_subword_prefix"]);
        return new BpeDefinition
        {
            Merges = [.. model["merges"].Items().Select(item => ReadMerge(file, item, ids, prefix?.Length ?? 0))],
            IsByteLevel = isByteLevel,
            UnknownToken = unknown,
            FusesUnknown = model["fuse_unk"].Flag(),
            ByteFallback = model["byte_fallback"].Flag(),
            IgnoresMerges = model["ignore_merges"].Flag(),
            ContinuingPrefix = prefix,
            EndSuffix = Affix(model["end_of_word_suffix"]),
        };
    }

    /// <inheritdoc/>
    public override TokenModel Compile(TokenizerDefinition definition) => new BpeModel(this, definition);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WriteString("type", "BPE");
        writer.WriteNull("dropout");
        writer.WriteString("unk_token", UnknownToken);
        writer.WriteString("continuing_subword_prefix", ContinuingPrefix);
        writer.WriteString("end_of_word_suffix", EndSuffix);
        writer.WriteBoolean("fuse_unk", FusesUnknown);
        writer.WriteBoolean("byte_fallback", ByteFallback);
        writer.WriteBoolean("ignore_merges", IgnoresMerges);
        WriteVocabulary(writer, definition);
        WriteMerges(writer, definition.Tokens);
    }

    /// <summary>Merges are "left right", which every reader knows; ["left", "right"] only where a token holds a space.</summary>
    private void WriteMerges(Utf8JsonWriter writer, string[] tokens)
    {
        var spaced = Array.Exists(Merges, merge => tokens[merge.Result].Contains(' ', StringComparison.Ordinal));
        writer.WriteStartArray("merges");
        foreach (var merge in Merges)
        {
            if (spaced)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(tokens[merge.Left]);
                writer.WriteStringValue(tokens[merge.Right]);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteStringValue($"{tokens[merge.Left]} {tokens[merge.Right]}");
            }
        }

        writer.WriteEndArray();
    }

    private static string? Affix(JsonPart part) => part.TextOrNull() is { Length: > 0 } affix ? affix : null;

    private static Merge ReadMerge(string file, JsonPart item, IReadOnlyDictionary<string, int> ids, int prefixLength)
    {
        if (item.Element.ValueKind == JsonValueKind.Array)
        {
            var parts = item.Items().Select(static part => part.Text()).ToArray();
            return parts.Length == 2
                ? DefinitionCheck.Merge(file, item.Key, parts[0], parts[1], ids, prefixLength)
                : throw item.Error($"is {item.Shown()}, expected two tokens");
        }

        var text = item.Text();
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < text.Length - 1 && space == text.LastIndexOf(' ')
            ? DefinitionCheck.Merge(file, item.Key, text[..space], text[(space + 1)..], ids, prefixLength)
            : throw item.Error($"is {item.Shown()}, expected two tokens with a space between them");
    }
}
