namespace Sinter.Data.Parquet;

/// <summary>What a page header says of the values of its page.</summary>
internal sealed record PageContent
{
    /// <summary>How many values there are, nulls and empty lists counted.</summary>
    public int Values { get; init; }

    public ParquetEncoding Encoding { get; init; }

    public ParquetEncoding DefinitionEncoding { get; init; } = ParquetEncoding.Rle;

    public ParquetEncoding RepetitionEncoding { get; init; } = ParquetEncoding.Rle;

    /// <summary>In pages of version 2: the bytes of the levels, which are not compressed.</summary>
    public int DefinitionBytes { get; init; }

    public int RepetitionBytes { get; init; }

    /// <summary>In pages of version 2: whether what follows the levels is compressed.</summary>
    public bool IsCompressed { get; init; } = true;

    public static PageContent Read(ref ThriftReader reader, bool second)
    {
        int values = -1, encoding = -1, definition = 3, repetition = 3, definitionBytes = 0, repetitionBytes = 0;
        var compressed = true;
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            switch (id)
            {
                case 1: values = reader.ReadInt32(type); break;
                case 2 when !second: encoding = reader.ReadInt32(type); break;
                case 3 when !second && type == ThriftType.Int32: definition = reader.ReadInt32(type); break;
                case 4 when !second && type == ThriftType.Int32: repetition = reader.ReadInt32(type); break;
                case 4 when second: encoding = reader.ReadInt32(type); break;
                case 5 when second: definitionBytes = reader.ReadInt32(type); break;
                case 6 when second: repetitionBytes = reader.ReadInt32(type); break;
                case 7 when second: compressed = ThriftReader.ReadBoolean(type); break;
                default: reader.Skip(type); break;
            }
        }

        if (values is < 0 or > PageReader.MaximumPageValues)
        {
            throw new InvalidDataException($"A page is said to hold {values} values; the limit is {PageReader.MaximumPageValues}.");
        }

        return new PageContent
        {
            Values = values,
            Encoding = (ParquetEncoding)encoding,
            DefinitionEncoding = (ParquetEncoding)definition,
            RepetitionEncoding = (ParquetEncoding)repetition,
            DefinitionBytes = definitionBytes,
            RepetitionBytes = repetitionBytes,
            IsCompressed = compressed,
        };
    }
}
