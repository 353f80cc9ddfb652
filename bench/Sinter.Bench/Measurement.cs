using System.Text.Json.Serialization;

namespace Sinter.Bench;

/// <summary>One row of a result: a rate and its limit, both of one run, and where asked for a peer's rate of the same run.</summary>
internal sealed record Measurement
{
    /// <summary>What was measured, such as <c>gemm nt</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its sizes, such as <c>1024x1024x1024</c>.</summary>
    public required string Shape { get; init; }

    /// <summary>Threads that computed.</summary>
    public required int Threads { get; init; }

    /// <summary>The unit of <see cref="Rate"/>.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<RateUnit>))]
    public required RateUnit Unit { get; init; }

    /// <summary>The figure that is compared: the median of the rounds of a training step, the best try of a kernel.</summary>
    public required double Rate { get; init; }

    public double? TokensPerSecond => Unit == RateUnit.TokensPerSecond ? Rate : null;

    /// <summary>Arithmetic rate by counted operations; of a training step it stands beside the tokens.</summary>
    public double? Gflops
    {
        get => Unit == RateUnit.Gflops ? Rate : field;
        init;
    }

    public double? GigabytesPerSecond => Unit == RateUnit.GigabytesPerSecond ? Rate : null;

    public double? Microseconds => Unit == RateUnit.Microseconds ? Rate : null;

    public double? MegabytesPerSecond => Unit == RateUnit.MegabytesPerSecond ? Rate : null;

    /// <summary>Millions of bytes of uncompressed input in a second of the processor, all threads together.</summary>
    public double? MegabytesPerCoreSecond { get; init; }

    /// <summary>Web pages in a second.</summary>
    public double? PagesPerSecond { get; init; }

    public double? F1 => Unit == RateUnit.F1 ? Rate : null;

    /// <summary>What is wanted of this row, in words.</summary>
    public string? Goal { get; init; }

    /// <summary>The best of all tries, where <see cref="Rate"/> is a median.</summary>
    public double? BestRate { get; init; }

    /// <summary>What the machine can do at most, in GFLOP/s or GB/s, measured in the same run on as many threads.</summary>
    public double? Limit { get; init; }

    /// <summary>The share of the limit that was reached.</summary>
    public double? FractionOfLimit => (Gflops ?? GigabytesPerSecond) / Limit;

    /// <summary>The share of a step's time that this row takes.</summary>
    public double? ShareOfTime { get; init; }

    /// <summary>The most resident memory of a fresh process that did only this, in units of 1,000,000 bytes.</summary>
    public double? PeakMegabytes { get; init; }

    /// <summary>What a program takes besides what it is given and gives, in units of 1,000,000 bytes: its arena without those, and the memory that kernels work in.</summary>
    public double? WorkMegabytes { get; init; }

    /// <summary>Name and version of the peer.</summary>
    public string? Peer { get; init; }

    public double? PeerRate { get; init; }

    public double? PeerBestRate { get; init; }

    /// <summary>How many times as fast as the peer.</summary>
    public double? Ratio => Rate / PeerRate;

    public double? PeerPeakMegabytes { get; init; }
}
