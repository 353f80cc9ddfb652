using System.Globalization;

namespace Sinter.Tensors.Profiling;

/// <summary>A summary as people read it: a line for each operation, each figure with its unit, aligned for a terminal.</summary>
public static class ProfileTable
{
    private const int RateWidth = 14;

    /// <summary>Writes the table.</summary>
    public static void Write(ProfileSummary summary, TextWriter output)
    {
        var width = summary.Rows.Select(static row => row.Operation.Length).Append("outside kernels".Length).Max();
        output.WriteLine(Text($"{summary.Steps} steps of {Milliseconds(summary.SecondsPerStep)} ms; the machine's limits: {Giga(summary.Limits.MultiplyAddRate)} GFLOP/s, {Giga(summary.Limits.MemoryRate)} GB/s"));
        output.WriteLine(Text($"{"operation".PadRight(width)}  {"calls",7}  {"ms a step",10}  {"of step",8}  {"rate",RateWidth}  {"of limit",8}  bound by"));
        foreach (var row in summary.Rows)
        {
            var rate = row.IsBoundByMemory ? $"{Giga(row.BytesPerSecond)} GB/s" : $"{Giga(row.OperationsPerSecond)} GFLOP/s";
            var share = Percent(Math.Max(row.ArithmeticShare, row.MemoryShare));
            output.WriteLine(Text(
                $"{row.Operation.PadRight(width)}  {row.Calls,7:0.#}  {Milliseconds(row.Seconds),10}  {Percent(row.ShareOfStep),8}  {rate,RateWidth}  {share,8}  {(row.IsBoundByMemory ? "memory" : "arithmetic")}"));
        }

        output.WriteLine(Text(
            $"{"outside kernels".PadRight(width)}  {"",7}  {Milliseconds(summary.SecondsOutsideKernels),10}  {Percent(summary.SecondsOutsideKernels / summary.SecondsPerStep),8}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(double seconds) => (seconds * 1e3).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Giga(double rate) => (rate / 1e9).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
