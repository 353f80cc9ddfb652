namespace Sinter.Data.Reading;

/// <summary>How inputs are read.</summary>
public sealed record ReadSettings
{
    /// <summary>The field (JSON key, column) that holds the text; fields within fields with dots.</summary>
    public string TextField { get; init; } = "text";

    /// <summary>The field that holds the id; where a record lacks it, the id is the source and the number of the record: <c>file.jsonl#17</c>.</summary>
    public string IdField { get; init; } = "id";

    /// <summary>What one document of a plain text is.</summary>
    public TextUnit TextUnit { get; init; } = TextUnit.File;

    /// <summary>The element of an XML file that is one document, by its local name; null where the whole file is one.</summary>
    public string? RecordElement { get; init; }

    /// <summary>About how many bytes one block covers.</summary>
    public int BlockBytes { get; init; } = 1 << 20;

    /// <summary>The longest record (line, page, row) in bytes; a longer one is a fault, and is passed over without holding it.</summary>
    public int MaximumRecordBytes { get; init; } = 64 << 20;

    /// <summary>Whether documents of JSON keep the object that they were read from, for verbs that take documents away and leave the others as they are. Costs memory.</summary>
    public bool KeepRecords { get; init; }

    /// <summary>The settings that are used where none are given.</summary>
    public static ReadSettings Default { get; } = new();
}
