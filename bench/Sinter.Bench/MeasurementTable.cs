using System.Globalization;
using System.Text;

namespace Sinter.Bench;

/// <summary>Measurements as people read them: a column for all that any row has, aligned for a terminal and valid as Markdown.</summary>
internal static class MeasurementTable
{
    private static readonly (string Title, Func<Measurement, string?> Cell)[] Columns =
    [
        ("name", row => row.Name),
        ("shape", row => row.Shape),
        ("threads", row => row.Threads.ToString(CultureInfo.InvariantCulture)),
        ("tokens/s", row => Number(row.TokensPerSecond)),
        ("best", row => Number(row.BestRate)),
        ("GFLOP/s", row => Number(row.Gflops)),
        ("GB/s", row => Number(row.GigabytesPerSecond)),
        ("microseconds", row => Number(row.Microseconds)),
        ("MB/s", row => Number(row.MegabytesPerSecond)),
        ("MB/s a core", row => Number(row.MegabytesPerCoreSecond)),
        ("pages/s", row => Number(row.PagesPerSecond)),
        ("F1", row => row.F1?.ToString("0.0000", CultureInfo.InvariantCulture)),
        ("limit", row => Number(row.Limit)),
        ("of limit", row => Percent(row.FractionOfLimit)),
        ("of time", row => Percent(row.ShareOfTime)),
        ("peak MB", row => Number(row.PeakMegabytes)),
        ("work MB", row => Number(row.WorkMegabytes)),
        ("peer", row => row.Peer),
        ("peer rate", row => Number(row.PeerRate)),
        ("peer best", row => Number(row.PeerBestRate)),
        ("ratio", row => row.Ratio?.ToString("0.00", CultureInfo.InvariantCulture)),
        ("peer peak MB", row => Number(row.PeerPeakMegabytes)),
        ("goal", row => row.Goal),
    ];

    /// <summary>The whole table, lines ended with a line feed.</summary>
    public static string Format(IReadOnlyCollection<Measurement> rows)
    {
        var text = new StringBuilder();
        var columns = Columns.Where(column => rows.Any(row => column.Cell(row) is not null)).ToArray();
        var widths = columns.Select(column => rows.Select(row => column.Cell(row)?.Length ?? 0).Append(column.Title.Length).Max()).ToArray();
        Line(columns.Select(column => column.Title));
        Line(widths.Select((width, i) => i < 2 ? new string('-', width) : new string('-', width - 1) + ":"));
        foreach (var row in rows)
        {
            Line(columns.Select(column => column.Cell(row) ?? ""));
        }

        return text.ToString();

        void Line(IEnumerable<string> cells)
            => text.Append("| ").AppendJoin(" | ", cells.Select((cell, i) => i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).Append(" |\n");
    }

    /// <summary>A row by itself, as it is shown while others are still measured: its cells with their titles.</summary>
    public static string Line(Measurement row)
        => string.Join(", ", Columns.Select(column => (column.Title, Cell: column.Cell(row))).Where(static cell => !string.IsNullOrEmpty(cell.Cell))
            .Select(static (cell, i) => i < 2 ? cell.Cell : $"{cell.Title} {cell.Cell}"));

    private static string? Number(double? value) => value?.ToString(value >= 100 ? "N0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string? Percent(double? share) => share?.ToString("0.0 %", CultureInfo.InvariantCulture);
}
