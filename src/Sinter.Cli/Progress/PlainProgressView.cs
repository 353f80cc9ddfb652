using System.Diagnostics;
using System.Globalization;

namespace Sinter.Cli.Progress;

/// <summary>Progress as plain lines, one every few seconds at most: for logs, pipes and terminals that can do no more.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="interval">The shortest time between two lines about one stage.</param>
internal sealed class PlainProgressView(TextWriter output, TimeSpan interval) : IProgressView
{
    private readonly Lock _gate = new();
    private string _stage = "";
    private RateMeter _meter = new();
    private long _lastReported;
    private long _lastShown;

    /// <inheritdoc/>
    public void Begin(string stage)
    {
        lock (_gate)
        {
            _stage = stage;
            _meter = new RateMeter();
            _lastReported = _lastShown = Stopwatch.GetTimestamp();
            Write("started");
        }
    }

    /// <inheritdoc/>
    public void Report(StageProgress progress)
    {
        lock (_gate)
        {
            // Stages report per document: the meter needs a few figures a second, not a million.
            if (Stopwatch.GetElapsedTime(_lastReported) < interval / 8)
            {
                return;
            }

            _lastReported = Stopwatch.GetTimestamp();
            _meter.Add(progress.Done);
            if (Stopwatch.GetElapsedTime(_lastShown) >= interval)
            {
                _lastShown = Stopwatch.GetTimestamp();
                Write(Line(progress, _meter));
            }
        }
    }

    /// <inheritdoc/>
    public void Note(string line)
    {
        lock (_gate)
        {
            output.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void End(string summary)
    {
        lock (_gate)
        {
            Write(summary);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => output.Flush();

    /// <summary>Such as <c>120/600 steps  20 %  1.9/s  4:12 min left  loss 4.21  8,420 tokens/s</c>.</summary>
    internal static string Line(StageProgress progress, RateMeter meter)
    {
        var parts = new List<string>();
        if (progress.Total > 0)
        {
            parts.Add($"{progress.Amount(progress.Done)}/{progress.Amount(progress.Total)}{UnitOf(progress)}");
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{100.0 * progress.Done / progress.Total:0} %"));
        }
        else
        {
            parts.Add(progress.Amount(progress.Done) + UnitOf(progress));
        }

        if (meter.Rate > 0)
        {
            parts.Add($"{progress.Amount(meter.Rate)}/s");
        }

        if (meter.SecondsLeft(progress.Done, progress.Total) is { } left)
        {
            parts.Add(Units.Seconds(left) + " left");
        }

        if (progress.Loss is { } loss)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.000}"));
        }

        if (progress.Detail.Length > 0)
        {
            parts.Add(progress.Detail);
        }

        return string.Join("  ", parts);
    }

    private static string UnitOf(StageProgress progress) => string.Equals(progress.Unit, StageProgress.Bytes, StringComparison.Ordinal) ? "" : " " + progress.Unit;

    private void Write(string text)
    {
        output.WriteLine($"{_stage,-9}  {text}");
        output.Flush();
    }
}
