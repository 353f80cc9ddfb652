namespace Sinter.Data.Cleaning;

/// <summary>How far a cleaning is.</summary>
/// <param name="InputBytes">The uncompressed bytes of input that are done.</param>
/// <param name="Documents">The documents that were judged.</param>
/// <param name="Kept">The documents that were kept.</param>
public readonly record struct CleaningState(long InputBytes, long Documents, long Kept);
