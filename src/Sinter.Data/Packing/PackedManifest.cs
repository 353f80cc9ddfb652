using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sinter.Data.Packing;

/// <summary>What a packed data set holds: the content of its <c>manifest.json</c>.</summary>
public sealed record PackedManifest
{
    /// <summary>The name of the file in the folder of the data set.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The version of the format that this program writes and reads.</summary>
    public const int CurrentFormatVersion = 1;

    // More than any data set has; no product of two counts within these bounds overflows.
    private const long MaximumCount = 1L << 36;
    private const int MaximumShards = 1 << 20;
    private const long MaximumBytes = 1L << 50;

    /// <summary>The version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The fingerprint of the tokenizer that gave the ids.</summary>
    public required string TokenizerFingerprint { get; init; }

    /// <summary>The number of token ids.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The id that ends each document and fills the sequences.</summary>
    public required int EndOfText { get; init; }

    /// <summary>The tokens of a sequence.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The bytes of a token in a shard: 2 or 4.</summary>
    public required int TokenBytes { get; init; }

    /// <summary>True where each token says whether it is trained.</summary>
    public required bool HasTrainedMask { get; init; }

    /// <summary>How many documents were packed.</summary>
    public required long Documents { get; init; }

    /// <summary>How many of them were forgotten since: they have their line in the list, without an id, and no tokens any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Forgotten { get; init; }

    /// <summary>The bytes of UTF-8 that the trained tokens of all documents stand for, to turn a loss in nats a token into bits a byte.</summary>
    public required long TextBytes { get; init; }

    /// <summary>How many sequences there are.</summary>
    public required long Sequences { get; init; }

    /// <summary>The positions that hold tokens of documents, their ends and the repeated first tokens of pieces among them; the others are padding.</summary>
    public required long Tokens { get; init; }

    /// <summary>The positions that have a target: what a loss is averaged over.</summary>
    public required long Targets { get; init; }

    /// <summary>How many documents were split into pieces.</summary>
    public required long SplitDocuments { get; init; }

    /// <summary>How many documents were cut.</summary>
    public required long TruncatedDocuments { get; init; }

    /// <summary>How many tokens were cut off them.</summary>
    public required long TruncatedTokens { get; init; }

    /// <summary>The list of documents, by ordinal.</summary>
    public required PackedFile DocumentList { get; init; }

    /// <summary>The shards, in order.</summary>
    public required IReadOnlyList<PackedShard> Shards { get; init; }

    /// <summary>The positions that hold no document.</summary>
    [JsonIgnore]
    public long Padding => (Sequences * ContextLength) - Tokens;

    /// <summary>The share of positions that hold no document, from 0 to 1.</summary>
    [JsonIgnore]
    public double PaddingShare => Sequences == 0 ? 0 : (double)Padding / (Sequences * ContextLength);

    internal string ToJson() => JsonSerializer.Serialize(this, PackedManifestJson.Default.PackedManifest).ReplaceLineEndings("\n") + "\n";

    /// <summary>Reads the manifest of a data set.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It cannot be understood.</exception>
    internal static PackedManifest Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"'{folder}' is not a packed data set: it has no {FileName}; pack the documents again.", path);
        }

        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}' is not the manifest of a packed data set ({fault.Message.TrimEnd('.')}); pack the documents again.", fault);
        }
    }

    /// <summary>Reads the text of a manifest, and checks it.</summary>
    /// <exception cref="JsonException">It is no JSON of a manifest.</exception>
    /// <exception cref="InvalidDataException">It cannot be so.</exception>
    internal static PackedManifest Parse(ReadOnlySpan<byte> json, string path)
    {
        var manifest = JsonSerializer.Deserialize(json, PackedManifestJson.Default.PackedManifest)
            ?? throw new InvalidDataException($"'{path}' holds null where a manifest is expected; pack the documents again.");
        manifest.Check(path);
        return manifest;
    }

    private void Check(string path)
    {
        Require(FormatVersion == CurrentFormatVersion, "formatVersion", FormatVersion, $"{CurrentFormatVersion}, the version that this program reads");
        Require(ContextLength is >= 2 and <= PackingOptions.MaximumContext, "contextLength", ContextLength, $"from 2 to {PackingOptions.MaximumContext}");
        Require(VocabularySize >= 1, "vocabularySize", VocabularySize, "at least 1");
        Require(EndOfText >= 0 && EndOfText < VocabularySize, "endOfText", EndOfText, "an id of the vocabulary");
        Require(TokenBytes is 2 or 4, "tokenBytes", TokenBytes, "2 or 4");
        Require(TokenBytes == sizeof(uint) || VocabularySize <= 1 << 16, "vocabularySize", VocabularySize, "at most 65536 where a token has 2 bytes");
        Require(Documents is >= 0 and <= int.MaxValue, "documents", Documents, $"from 0 to {int.MaxValue}");
        Require(TextBytes is >= 0 and <= MaximumBytes, "textBytes", TextBytes, $"from 0 to {MaximumBytes}");
        foreach (var shard in Shards)
        {
            // The reader of JSON looks at the type of a list, not at what it holds.
            Require(shard is not null, "shards", 0, "a list of shards");
            Require(shard!.Sequences is >= 0 and <= MaximumCount, "sequences", shard.Sequences, $"from 0 to {MaximumCount}");
            Require(shard.Bytes is >= 0 and <= MaximumBytes, "bytes", shard.Bytes, $"from 0 to {MaximumBytes}");
        }

        Require(Shards.Count <= MaximumShards, "shards", Shards.Count, $"at most {MaximumShards} shards");
        Require(Sequences <= MaximumCount, "sequences", Sequences, $"from 0 to {MaximumCount}");
        Require(Sequences >= 0 && Sequences == Shards.Sum(shard => shard.Sequences), "sequences", Sequences, "the sum of the sequences of the shards");
        Require(Tokens >= 0 && Tokens <= Sequences * ContextLength, "tokens", Tokens, "no more than the sequences hold");
        Require(Targets >= 0 && Targets <= Tokens, "targets", Targets, "no more than the tokens");

        void Require(bool condition, string key, long found, string expected)
        {
            if (!condition)
            {
                throw new InvalidDataException($"The key '{key}' of '{path}' is {found}; expected {expected}; pack the documents again.");
            }
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PackedManifest))]
internal sealed partial class PackedManifestJson : JsonSerializerContext;
