namespace Sinter.Data.Decontamination;

/// <summary>What was found of a benchmark in an input.</summary>
/// <param name="Benchmark">What was read of it.</param>
/// <param name="ItemsFound">How many of its items stand in at least one document.</param>
/// <param name="Documents">How many documents hold at least one.</param>
public sealed record BenchmarkFinding(BenchmarkCounts Benchmark, int ItemsFound, long Documents)
{
    /// <summary>The share of its items that stand in the input: how contaminated a model would be that was trained on it.</summary>
    public double Share => Benchmark.Items > 0 ? (double)ItemsFound / Benchmark.Items : 0;
}

/// <summary>A part of a document that is an item of a benchmark.</summary>
/// <param name="Document">The id of the document.</param>
/// <param name="Benchmark">The name of the benchmark.</param>
/// <param name="Item">The name of the item.</param>
/// <param name="Grams">How many grams they have in common.</param>
/// <param name="Share">The share of the words of one field of the item.</param>
/// <param name="Evidence">The words of the document, with private data masked: they stand in reports.</param>
public sealed record ContaminationEvidence(string Document, string Benchmark, string Item, int Grams, double Share, string Evidence);
