namespace Sinter.Data.Parquet;

/// <summary>What stands before each page.</summary>
internal sealed record PageHeader
{
    public PageKind Kind { get; init; }

    public int UncompressedBytes { get; init; }

    public int CompressedBytes { get; init; }

    public uint? Crc { get; init; }

    public PageContent Content { get; init; } = new();

    /// <summary>Reads a header from the start of the bytes.</summary>
    public static PageHeader Read(ref ThriftReader reader)
    {
        int kind = -1, uncompressed = -1, compressed = -1;
        uint? crc = null;
        PageContent? content = null;
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            switch (id)
            {
                case 1: kind = reader.ReadInt32(type); break;
                case 2: uncompressed = reader.ReadInt32(type); break;
                case 3: compressed = reader.ReadInt32(type); break;
                case 4: crc = (uint)reader.ReadInt32(type); break;
                case 5 or 7 or 8:
                    ThriftReader.Expect(type, ThriftType.Struct);
                    content = PageContent.Read(ref reader, id == 8);
                    break;
                default: reader.Skip(type); break;
            }
        }

        if (kind is < 0 or > 3 || uncompressed is < 0 or > PageReader.MaximumPageBytes || compressed is < 0 or > PageReader.MaximumPageBytes || content is null && kind != (int)PageKind.Index)
        {
            throw new InvalidDataException($"A page header is wrong: kind {kind}, {compressed} bytes in the file, {uncompressed} uncompressed; the limit is {PageReader.MaximumPageBytes}.");
        }

        return new PageHeader { Kind = (PageKind)kind, UncompressedBytes = uncompressed, CompressedBytes = compressed, Crc = crc, Content = content ?? new() };
    }
}
