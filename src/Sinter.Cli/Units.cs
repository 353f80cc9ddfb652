using Sinter.Data.Reports;

namespace Sinter.Cli;

/// <summary>Figures as the report writes them, for a terminal: with plain spaces, which every terminal and search knows.</summary>
internal static class Units
{
    /// <summary>Bytes in decimal units: <c>812 B</c>, <c>30.1 MB</c>, <c>2.4 GB</c>.</summary>
    public static string Bytes(long bytes) => Plain(Quantity.Bytes(bytes));

    /// <summary>A length of time: <c>420 ms</c>, <c>12.3 s</c>, <c>2 min 05 s</c>, <c>1 h 02 min</c>.</summary>
    public static string Seconds(double seconds) => Plain(Quantity.Duration(seconds));

    /// <summary>Every digit of a count, or about three of a small figure: <c>12,345</c>, <c>3.42</c>.</summary>
    public static string Count(double count) => Math.Abs(count) >= 100 ? Quantity.Whole(count) : Quantity.Number(count, digits: 3);

    private static string Plain(string text) => text.Replace(Quantity.Space, ' ');
}
