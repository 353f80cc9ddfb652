using System.Globalization;

namespace Sinter.Cli;

/// <summary>Figures as people read them, with their units, the same in every culture.</summary>
internal static class Units
{
    /// <summary>Bytes in decimal units: <c>812 B</c>, <c>30.1 MB</c>, <c>2.40 GB</c>.</summary>
    public static string Bytes(long bytes) => Math.Abs((double)bytes) switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };

    /// <summary>A duration: <c>0.4 s</c>, <c>2:05 min</c>, <c>1:02:05 h</c>.</summary>
    public static string Seconds(double seconds)
    {
        if (seconds < 60)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        }

        var whole = TimeSpan.FromSeconds(Math.Round(Math.Min(seconds, 1e9)));
        return whole.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}:{whole.Seconds:00} min")
            : string.Create(CultureInfo.InvariantCulture, $"{(long)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00} h");
    }

    /// <summary>A count with separators, and at most three digits after a small one: <c>12,345</c>, <c>3.42</c>.</summary>
    public static string Count(double count) => count.ToString(Math.Abs(count) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
