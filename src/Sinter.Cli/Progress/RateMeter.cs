using System.Diagnostics;

namespace Sinter.Cli.Progress;

/// <summary>Measures how fast a stage goes now: over the last half minute, so that the time left follows what the machine does.</summary>
internal sealed class RateMeter
{
    private const double WindowSeconds = 30;
    private readonly Queue<(double Seconds, long Done)> _window = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _last;

    /// <summary>Units a second; 0 while nothing is known.</summary>
    public double Rate { get; private set; }

    /// <summary>Seconds since the stage began.</summary>
    public double Elapsed => _clock.Elapsed.TotalSeconds;

    /// <summary>Takes note that <paramref name="done"/> units are done by now.</summary>
    public void Add(long done) => Add(done, Elapsed);

    /// <summary>Takes note that <paramref name="done"/> units were done <paramref name="seconds"/> after the beginning.</summary>
    public void Add(long done, double seconds)
    {
        if (done < _last)
        {
            // The stage counts something else from now on.
            _window.Clear();
            Rate = 0;
        }

        _last = done;
        _window.Enqueue((seconds, done));
        while (_window.Count > 2 && seconds - _window.Peek().Seconds > WindowSeconds)
        {
            _window.Dequeue();
        }

        var oldest = _window.Peek();
        if (seconds > oldest.Seconds && done > oldest.Done)
        {
            Rate = (done - oldest.Done) / (seconds - oldest.Seconds);
        }
    }

    /// <summary>Seconds until <paramref name="total"/> units are done; null while nobody can tell.</summary>
    public double? SecondsLeft(long done, long total) => Rate > 0 && total >= done && total > 0 ? (total - done) / Rate : null;
}
