namespace Sinter.Data.Tuning;

/// <summary>A text and what is to be written for it: its summary, its translation.</summary>
/// <param name="Source">What is read; not empty.</param>
/// <param name="Target">What is to be written; not empty.</param>
public sealed record GenerateRecord(string Source, string Target) : TaskRecord
{
    /// <summary>Further texts that are as good, in the order of the file, for measures with several references; none of most files.</summary>
    public IReadOnlyList<string> OtherTargets { get; init; } = [];

    internal override IEnumerable<string> Inputs => [Source];

    internal override IEnumerable<string> Targets => [Target];
}
