using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs.Models;

/// <summary>Models side by side, as a small table of text.</summary>
internal static class FigureTable
{
    private const int LabelWidth = 15;

    /// <summary>Writes the table, and below it why losses are missing.</summary>
    /// <param name="models">What each column is called, and its figures.</param>
    /// <param name="sample">What the losses were measured on.</param>
    /// <param name="output">Where to.</param>
    public static void Write(IReadOnlyList<(string Name, ModelFigures Figures)> models, ModelSample sample, TextWriter output)
    {
        Row("", static column => column.Name);
        Row("layers", static column => column.Figures.Layers);
        Row("parameters", static column => Units.Count(column.Figures.Parameters));
        Row("on disk", static column => Units.Bytes(column.Figures.Bytes));
        if (models.Any(static column => column.Figures.Loss is not null))
        {
            Row("nats a token", static column => column.Figures.Loss is { } loss ? Quantity.Fixed(loss.NatsPerToken, 4) : "-");
            Row("bits a byte", static column => column.Figures.Loss is { } loss ? Quantity.Fixed(loss.BitsPerByte, 4) : "-");
            output.WriteLine($"Loss on {sample.Name}.");
        }

        foreach (var reason in models.Select(static column => column.Figures.Reason).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            output.WriteLine($"No loss: {reason}.");
        }

        void Row(string label, Func<(string Name, ModelFigures Figures), string> text)
            => output.WriteLine((label.PadRight(LabelWidth) + string.Concat(models.Select(column => "  " + text(column).PadLeft(Width(column))))).TrimEnd());

        static int Width((string Name, ModelFigures Figures) column) => Math.Max(12, column.Name.Length);
    }
}
