namespace Sinter.Data.Cleaning.Quality;

/// <summary>A part of a whole.</summary>
internal static class Share
{
    /// <summary>The share; NaN, which no limit refuses, where there is no whole.</summary>
    public static double Of(double part, double whole) => whole == 0 ? double.NaN : part / whole;
}
