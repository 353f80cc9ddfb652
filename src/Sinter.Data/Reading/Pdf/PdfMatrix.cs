namespace Sinter.Data.Reading.Pdf;

/// <summary>A map of the plane (ISO 32000, 8.3.3): x' = a x + c y + e, y' = b x + d y + f.</summary>
internal readonly record struct PdfMatrix(double A, double B, double C, double D, double E, double F)
{
    /// <summary>The map that changes nothing.</summary>
    public static PdfMatrix Identity { get; } = new(1, 0, 0, 1, 0, 0);

    /// <summary>How long it makes a unit upwards.</summary>
    public double Height => Math.Sqrt((C * C) + (D * D));

    /// <summary>First this one, then the other one.</summary>
    public PdfMatrix Then(PdfMatrix other) => new(
        (A * other.A) + (B * other.C),
        (A * other.B) + (B * other.D),
        (C * other.A) + (D * other.C),
        (C * other.B) + (D * other.D),
        (E * other.A) + (F * other.C) + other.E,
        (E * other.B) + (F * other.D) + other.F);

    /// <summary>A shift before this one.</summary>
    public PdfMatrix Shifted(double x, double y) => new PdfMatrix(1, 0, 0, 1, x, y).Then(this);

    /// <summary>The map of six numbers; null where they are not six.</summary>
    public static PdfMatrix? Of(IReadOnlyList<double> numbers) =>
        numbers.Count == 6 && numbers.All(double.IsFinite) ? new PdfMatrix(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) : null;
}
