namespace Sinter.Data.Tuning;

/// <summary>What one kind of reader tells another: whose record it might be.</summary>
internal interface ITaskReader
{
    /// <summary>What the records are for, within a sentence.</summary>
    string Task { get; }

    /// <summary>Whether a record is of one of its forms.</summary>
    bool Fits(RecordView view);

    /// <summary>How many of the first records of the first file are of one of its forms, and how many were looked at.</summary>
    (int Fitting, int Looked) Count(IReadOnlyList<string> paths, TuningOptions options);
}
