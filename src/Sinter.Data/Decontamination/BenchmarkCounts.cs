namespace Sinter.Data.Decontamination;

/// <summary>What was read of a benchmark.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">Its items.</param>
/// <param name="Searchable">The items with at least one text that is long enough to be looked for.</param>
public sealed record BenchmarkCounts(string Name, int Items, int Searchable);
