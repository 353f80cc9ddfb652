using System.Diagnostics;

namespace Sinter.Bench;

/// <summary>Takes the time of calls.</summary>
internal static class Timing
{
    /// <summary>A try lasts at least so long, so that the clock's grain and the cost of reading it do not count.</summary>
    private const double SecondsOfTry = 0.005;
    private const double SecondsOfWarming = 2;
    private const int MillisecondsOfPause = 130;

    /// <summary>
    /// Calls until the runtime has compiled for speed what is called. It compiles quickly first; once nothing new was compiled for 100 ms it begins to count, and
    /// what has been called 30 times since is compiled again in the background. A kernel may be one long call of a body, so that each call counts as one.
    /// </summary>
    public static void Warm(Action call)
    {
        const int Rounds = 2;
        const int CallsThatCount = 31;
        call();
        Thread.Sleep(MillisecondsOfPause);
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < CallsThatCount && clock.Elapsed.TotalSeconds < SecondsOfWarming; i++)
            {
                call();
            }

            // Compiled are first the callers and what they call in line, then what is called by those.
            Thread.Sleep(MillisecondsOfPause);
        }
    }

    /// <summary>Calls again and again after a warm call; gives the seconds of a call, try by try: at least one try, and as many as fit the time.</summary>
    public static IReadOnlyList<double> Seconds(double budget, Action call)
    {
        var warm = Stopwatch.StartNew();
        call();
        var once = warm.Elapsed.TotalSeconds;
        if (once < SecondsOfTry)
        {
            // The first call of all is slower than those that follow.
            warm.Restart();
            call();
            once = warm.Elapsed.TotalSeconds;
        }

        var calls = (int)Math.Clamp(SecondsOfTry / Math.Max(once, 1e-9), 1, 1e6);
        var tries = new List<double>();
        var whole = Stopwatch.StartNew();
        while (tries.Count == 0 || whole.Elapsed.TotalSeconds < budget)
        {
            var one = Stopwatch.StartNew();
            for (var i = 0; i < calls; i++)
            {
                call();
            }

            tries.Add(one.Elapsed.TotalSeconds / calls);
        }

        return tries;
    }

    /// <summary>The middle value; the mean of the two in the middle of an even number.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
