namespace Sinter.Data.Compression.Deflate;

/// <summary>The sentences for gzip and deflate data that cannot be read.</summary>
internal static class DeflateFault
{
    /// <summary>Data that are not as RFC 1951 or RFC 1952 says.</summary>
    public static InvalidDataException Of(string what) => new($"The gzip data cannot be read: {what}.");

    /// <summary>Data that end before they are complete.</summary>
    public static EndOfStreamException CutShort() => new("The gzip data are cut short: they end before their end mark.");
}
