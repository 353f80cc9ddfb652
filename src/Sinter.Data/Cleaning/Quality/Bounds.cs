using System.Globalization;

namespace Sinter.Data.Cleaning.Quality;

/// <summary>Says where two limits leave nothing between them.</summary>
internal static class Bounds
{
    public static void Check(string minimumOption, double minimum, string maximumOption, double maximum)
    {
        if (minimum > maximum)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"The option '{minimumOption}' is {minimum} and '{maximumOption}' is {maximum}: nothing lies between them. Raise '{maximumOption}' or lower '{minimumOption}'."));
        }
    }
}
