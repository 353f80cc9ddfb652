namespace Sinter.Data.Cleaning;

/// <summary>Where the time of a cleaning went.</summary>
/// <param name="Seconds">From the start to the end, over all attempts.</param>
/// <param name="InputBytes">The uncompressed bytes of input.</param>
/// <param name="Steps">Seconds of all threads together in decoding, in each step, and in writing.</param>
internal sealed record CleaningTiming(double Seconds, long InputBytes, IReadOnlyList<(string Name, double Seconds)> Steps)
{
    public static CleaningTiming Of(CleaningChain chain, CleaningRecord record)
    {
        IEnumerable<string> names = ["read and decode", .. chain.Workers.Select(static step => step.Name), "count and write"];
        return new CleaningTiming(record.Seconds, record.InputBytes, [.. names.Zip(record.StepSeconds)]);
    }
}
