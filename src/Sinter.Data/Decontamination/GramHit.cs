using Sinter.Data.Cleaning;

namespace Sinter.Data.Decontamination;

/// <summary>A gram of a benchmark that stands in a text.</summary>
/// <param name="Field">The field of the benchmark.</param>
/// <param name="Place">Where it begins in the words of the benchmarks.</param>
/// <param name="Gram">The first place of the same gram, by which it is named.</param>
/// <param name="Word">The number of its first word in the text.</param>
/// <param name="Length">How many words it has.</param>
/// <param name="Span">Where it stands in the text.</param>
internal readonly record struct GramHit(int Field, int Place, int Gram, int Word, int Length, TextSpan Span);
