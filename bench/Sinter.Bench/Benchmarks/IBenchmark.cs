namespace Sinter.Bench.Benchmarks;

/// <summary>Something to measure, and its limit beside it.</summary>
internal interface IBenchmark
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>One sentence: what is measured, and against which limit.</summary>
    string Description { get; }

    /// <summary>Measures, one row after another.</summary>
    IEnumerable<Measurement> Run(BenchSettings settings);
}
