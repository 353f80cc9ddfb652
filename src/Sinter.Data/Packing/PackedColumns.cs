namespace Sinter.Data.Packing;

/// <summary>
/// The columns that a packed data set may have as Parquet besides <c>input_ids</c>, each a list of the context length in every row, named as Hugging Face's trainers expect them.
/// </summary>
[Flags]
public enum PackedColumns
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>attention_mask</c>: 1 where a token of a document stands, 0 in the padding.</summary>
    AttentionMask = 1,

    /// <summary><c>labels</c>: the token where it is predicted and trained, else -100; not shifted, as a model there shifts them itself.</summary>
    Labels = 2,

    /// <summary><c>position_ids</c>: the place in the document, or in its part; it begins again with each, so that attention can be kept within documents.</summary>
    PositionIds = 4,
}

/// <summary>The names of the columns.</summary>
internal static class PackedColumnNames
{
    public const string InputIds = "input_ids";
    public const string AttentionMask = "attention_mask";
    public const string Labels = "labels";
    public const string PositionIds = "position_ids";

    /// <summary>The lengths of the documents in a row, or of their parts; they sum up to less than the row where it has padding.</summary>
    public const string SequenceLengths = "seq_lengths";

    /// <summary>The ordinals of these documents in the list of documents.</summary>
    public const string Documents = "documents";

    /// <summary>Which token of each document stands first.</summary>
    public const string DocumentOffsets = "document_offsets";

    /// <summary>The key of the footer under which the manifest of the data set stands.</summary>
    public const string ManifestKey = "sinter.packed";

    /// <summary>The label that is not trained.</summary>
    public const int Untrained = -100;
}
