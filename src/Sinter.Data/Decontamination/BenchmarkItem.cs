namespace Sinter.Data.Decontamination;

/// <summary>One item of a benchmark: a question with its answers, a passage, a pair of sentences.</summary>
/// <param name="Benchmark">The name of its benchmark.</param>
/// <param name="Id">Its name: the file and its line or number there.</param>
/// <param name="Fields">Its texts. No run of words goes on from one to the next, so that their order does not matter.</param>
public sealed record BenchmarkItem(string Benchmark, string Id, IReadOnlyList<string> Fields);
