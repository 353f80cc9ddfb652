using System.Diagnostics;

namespace Sinter.Bench;

/// <summary>The seconds of the clock, and those of the processor on all threads, that some work took.</summary>
internal readonly record struct Throughput(double Seconds, double ProcessorSeconds)
{
    /// <summary>Does the work once.</summary>
    public static Throughput Of(Action work)
    {
        using var self = Process.GetCurrentProcess();
        var processor = self.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        work();
        var seconds = clock.Elapsed.TotalSeconds;
        self.Refresh();
        return new Throughput(seconds, (self.TotalProcessorTime - processor).TotalSeconds);
    }

    /// <summary>Does the work once to warm up, then some times; gives the quickest.</summary>
    public static Throughput Best(int tries, Action work)
    {
        work();
        return Enumerable.Range(0, tries).Select(_ => Of(work)).MinBy(static one => one.Seconds);
    }

    /// <summary>The row of work that went through an input.</summary>
    /// <param name="name">What was done.</param>
    /// <param name="shape">To what.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="bytes">The uncompressed bytes of the input.</param>
    public Measurement ToRow(string name, string shape, int threads, double bytes) => new()
    {
        Name = name,
        Shape = shape,
        Threads = threads,
        Unit = RateUnit.MegabytesPerSecond,
        Rate = bytes / 1e6 / Seconds,
        MegabytesPerCoreSecond = bytes / 1e6 / ProcessorSeconds,
    };
}
