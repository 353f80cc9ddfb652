namespace Sinter.Data.Tuning;

/// <summary>What one kind of reader tells another: whose record it might be.</summary>
internal interface ITaskReader
{
    /// <summary>What the records are for, within a sentence.</summary>
    string Task { get; }

    /// <summary>Whether a record is of one of its forms.</summary>
    bool Fits(RecordView view);
}
