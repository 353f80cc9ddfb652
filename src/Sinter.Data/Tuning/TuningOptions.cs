namespace Sinter.Data.Tuning;

/// <summary>How labelled files are read, and how much of them.</summary>
public sealed record TuningOptions
{
    /// <summary>The options that are used where none are given.</summary>
    public static TuningOptions Default => new();

    /// <summary>Fields that the user has named; the others are found by their usual names.</summary>
    public RecordFields Fields { get; init; } = RecordFields.Default;

    /// <summary>The folder that relative names start from.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>How many bytes all files may have together, decompressed.</summary>
    public long MaximumBytes { get; init; } = 4L << 30;

    /// <summary>The longest record (line, array element, row) in bytes; a longer one is passed over without being held. The nested form of SQuAD is one record.</summary>
    public int MaximumRecordBytes { get; init; } = 64 << 20;

    /// <summary>How deep lists and objects may lie in each other.</summary>
    public int MaximumDepth { get; init; } = 64;

    /// <summary>How many records all files may have together.</summary>
    public int MaximumRecords { get; init; } = 20_000_000;

    /// <summary>How many words, messages or choices one record may have.</summary>
    public int MaximumParts { get; init; } = 100_000;

    /// <summary>Whether records that cannot be read at all (broken JSON, rows that break off, records that are too long) are left out like others; else they are an error.</summary>
    public bool AllowBroken { get; init; }

    /// <summary>What the user calls <see cref="AllowBroken"/>, for the message that offers it: an option of a command, a key of a file.</summary>
    public string AllowBrokenName { get; init; } = nameof(AllowBroken);

    /// <summary>How the user names fields, the end of a sentence after a semicolon; null for an example with the names of <see cref="RecordFields.Names"/>.</summary>
    public string? FieldAdvice { get; init; }

    /// <summary>How many records may be left out; more are an error. Null for any number, so long as one record is good.</summary>
    public long? MaximumFaults { get; init; }

    /// <summary>Whether a record that stands before is left out; else it is kept and told.</summary>
    public bool DropDuplicates { get; init; }

    internal void Check()
    {
        if (MaximumBytes < 1 || MaximumRecordBytes < 1 || MaximumDepth is < 1 or > 1000 || MaximumRecords < 1 || MaximumParts < 1 || MaximumFaults < 0)
        {
            throw new ArgumentException("The limits of bytes, record bytes, depth (at most 1,000), records and parts must be above 0, and that of faults not below 0.");
        }
    }
}
