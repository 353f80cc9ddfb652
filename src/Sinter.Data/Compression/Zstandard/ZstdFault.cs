namespace Sinter.Data.Compression.Zstandard;

/// <summary>The sentences for zstd data that cannot be read.</summary>
internal static class ZstdFault
{
    /// <summary>Data that are not as RFC 8878 says.</summary>
    public static InvalidDataException Of(string what) => new($"The zstd data cannot be read: {what}.");

    /// <summary>Data that end before they are complete.</summary>
    public static EndOfStreamException CutShort() => new("The zstd data are cut short: they end in the middle of a frame.");
}
