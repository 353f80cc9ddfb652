using Sinter.Data.Cleaning;

namespace Sinter.Training.Runs;

/// <summary>The documents that one stage dropped for one reason.</summary>
/// <param name="Reason">The reason, as the rule names it.</param>
/// <param name="Count">Documents dropped for it.</param>
/// <param name="Bytes">Their UTF-8 text in bytes.</param>
/// <param name="Samples">A few of them.</param>
public sealed record StageDrop(string Reason, long Count, long Bytes, IReadOnlyList<DropSample> Samples);
