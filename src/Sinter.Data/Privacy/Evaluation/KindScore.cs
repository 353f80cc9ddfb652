namespace Sinter.Data.Privacy;

/// <summary>How well one kind of personal data was found.</summary>
/// <param name="Kind">The kind, or <c>all</c>.</param>
/// <param name="Planted">How many there are.</param>
/// <param name="Found">How many were said to be.</param>
/// <param name="Exact">How many were found from their first to their last character, with their kind.</param>
/// <param name="Touched">How many share a character with a find of their kind.</param>
/// <param name="Right">How many finds share a character with one of their kind that there is.</param>
/// <param name="Covered">How many have all their letters and digits within finds, of whatever kinds: what would be gone after masking.</param>
public sealed record KindScore(string Kind, int Planted, int Found, int Exact, int Touched, int Right, int Covered)
{
    /// <summary>The share of finds that are right, by overlap; 0 where there are none.</summary>
    public double Precision => Share(Right, Found);

    /// <summary>The share of what there is that was found, by overlap; 0 where there is none.</summary>
    public double Recall => Share(Touched, Planted);

    /// <summary>The harmonic mean of both, by overlap.</summary>
    public double F1 => Mean(Precision, Recall);

    /// <summary>The share of finds that are right to the character.</summary>
    public double ExactPrecision => Share(Exact, Found);

    /// <summary>The share of what there is that was found to the character.</summary>
    public double ExactRecall => Share(Exact, Planted);

    /// <summary>The harmonic mean of both, to the character.</summary>
    public double ExactF1 => Mean(ExactPrecision, ExactRecall);

    /// <summary>The share of what there is that would be gone wholly after masking all finds.</summary>
    public double CoveredShare => Share(Covered, Planted);

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static double Mean(double precision, double recall) => precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
}
