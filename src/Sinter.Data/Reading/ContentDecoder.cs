using System.IO.Compression;

namespace Sinter.Data.Reading;

/// <summary>Stands in until the codecs are there.</summary>
internal static class ContentDecoder
{
    public static Stream Open(Stream stream, string name)
    {
        if (name.EndsWith(".br", StringComparison.OrdinalIgnoreCase))
        {
            return new BrotliStream(stream, CompressionMode.Decompress);
        }

        var whole = PrefixedStream.Peek(stream, 2, out var start);
        return start is [0x1F, 0x8B] ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }
}
