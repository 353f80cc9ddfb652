namespace Sinter.Data.Cleaning.Quality;

/// <summary>The readings of Gopher's rules that are known.</summary>
public static class GopherDialect
{
    /// <summary>As the tool datatrove reads them: means, and only the further copies of what is repeated.</summary>
    public const string Datatrove = "datatrove";

    /// <summary>As the tool Dolma reads them: medians, and all copies of what is repeated.</summary>
    public const string Dolma = "dolma";
}
