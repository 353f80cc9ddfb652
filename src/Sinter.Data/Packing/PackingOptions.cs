using System.Text.Json.Serialization;

namespace Sinter.Data.Packing;

/// <summary>How documents are put into sequences.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PackingOrder>))]
public enum PackingOrder
{
    /// <summary>
    /// Best-fit decreasing within a window: the longest document first, each into the fullest sequence that still has room for it. Leaves the least padding of those that keep documents whole.
    /// </summary>
    [JsonStringEnumMemberName("best-fit")]
    BestFit,

    /// <summary>One after another, as they come; a new sequence begins where a document does not fit.</summary>
    [JsonStringEnumMemberName("in-order")]
    InOrder,

    /// <summary>
    /// One after another without a gap, cut at the end of each sequence wherever that is; only the last sequence has padding. The part behind a cut begins with the last token before it,
    /// so that every token but a document's first is predicted exactly once here too.
    /// </summary>
    [JsonStringEnumMemberName("concatenate")]
    Concatenate,
}

/// <summary>What happens to a document that is longer than the context.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LongDocuments>))]
public enum LongDocuments
{
    /// <summary>
    /// It is split into pieces of the context length. A piece begins with the last token of the piece before it, so that every token but a document's first is
    /// predicted exactly once.
    /// </summary>
    [JsonStringEnumMemberName("split")]
    Split,

    /// <summary>Its end is cut off: for conversations, whose later part means nothing without the beginning.</summary>
    [JsonStringEnumMemberName("truncate")]
    Truncate,
}

/// <summary>How a <see cref="PackedDatasetWriter"/> packs.</summary>
public sealed record PackingOptions
{
    /// <summary>The longest sequence, in tokens.</summary>
    internal const int MaximumContext = 1 << 24;

    /// <summary>The tokens of a sequence; at least 2.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The number of token ids; each id is less than this.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The id that ends each document and fills the sequences.</summary>
    public required int EndOfText { get; init; }

    /// <summary>The fingerprint of the tokenizer that gave the ids, so that a model is never trained on another's.</summary>
    public required string TokenizerFingerprint { get; init; }

    /// <summary>How documents are put into sequences.</summary>
    public PackingOrder Order { get; init; } = PackingOrder.BestFit;

    /// <summary>What happens to a document that is longer than the context.</summary>
    public LongDocuments LongDocuments { get; init; } = LongDocuments.Split;

    /// <summary>True where each token says whether it is trained; else all are.</summary>
    public bool HasTrainedMask { get; init; }

    /// <summary>How many tokens are packed at a time, and held in memory.</summary>
    public int WindowTokens { get; init; } = 1 << 22;

    /// <summary>How many bytes of tokens a shard holds at most, but at least one sequence.</summary>
    public long ShardBytes { get; init; } = 64L << 20;

    internal int TokenBytes => VocabularySize <= 1 << 16 ? sizeof(ushort) : sizeof(uint);

    internal void Check()
    {
        Require(ContextLength is >= 2 and <= MaximumContext, nameof(ContextLength), ContextLength, $"from 2 to {MaximumContext}");
        Require(VocabularySize >= 1, nameof(VocabularySize), VocabularySize, "at least 1");
        Require(EndOfText >= 0 && EndOfText < VocabularySize, nameof(EndOfText), EndOfText, $"an id of the vocabulary, less than {VocabularySize}");
        Require(WindowTokens >= 1, nameof(WindowTokens), WindowTokens, "at least 1");
        Require(ShardBytes is >= 1 and <= 1L << 32, nameof(ShardBytes), ShardBytes, "from 1 to 4294967296");
    }

    private static void Require(bool condition, string name, long value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(name, $"The packing option {name} is {value}; it must be {expected}.");
        }
    }
}
