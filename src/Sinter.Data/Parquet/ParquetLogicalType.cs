namespace Sinter.Data.Parquet;

/// <summary>What the values of a column mean.</summary>
public enum ParquetLogicalKind
{
    /// <summary>Nothing beyond the physical type.</summary>
    None,

    /// <summary>Text in UTF-8.</summary>
    String,

    /// <summary>JSON in UTF-8.</summary>
    Json,

    /// <summary>One of a few texts.</summary>
    Enum,

    /// <summary>A list; its one child is the repeated element.</summary>
    List,

    /// <summary>A map; its one child is the repeated pair of key and value.</summary>
    Map,

    /// <summary>Days since 1970-01-01.</summary>
    Date,

    /// <summary>A time of day in units of <see cref="ParquetLogicalType.UnitsPerSecond"/>.</summary>
    Time,

    /// <summary>A moment since 1970-01-01 00:00 in units of <see cref="ParquetLogicalType.UnitsPerSecond"/>.</summary>
    Timestamp,

    /// <summary>A whole number with a decimal point <see cref="ParquetLogicalType.Scale"/> digits from its end.</summary>
    Decimal,

    /// <summary>A whole number, perhaps unsigned.</summary>
    Integer,

    /// <summary>16 bytes, the first ones first.</summary>
    Uuid,

    /// <summary>An IEEE number of 16 bits.</summary>
    Float16,

    /// <summary>BSON.</summary>
    Bson,

    /// <summary>Months, days and milliseconds.</summary>
    Interval,
}

/// <summary>What the values of a column mean, with what belongs to that meaning.</summary>
/// <param name="Kind">The meaning.</param>
public readonly record struct ParquetLogicalType(ParquetLogicalKind Kind)
{
    /// <summary>For times and moments: how many units a second has: a thousand, a million or a billion.</summary>
    public long UnitsPerSecond { get; init; }

    /// <summary>For times and moments: whether they are in UTC; otherwise they are local to an unknown place.</summary>
    public bool IsUtc { get; init; }

    /// <summary>For decimals: how many digits follow the point.</summary>
    public int Scale { get; init; }

    /// <summary>For decimals: how many digits there are at most.</summary>
    public int Precision { get; init; }

    /// <summary>For whole numbers: their bits.</summary>
    public int BitWidth { get; init; }

    /// <summary>For whole numbers: whether they cannot be negative.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>Whether the bytes are text in UTF-8.</summary>
    public bool IsText => Kind is ParquetLogicalKind.String or ParquetLogicalKind.Json or ParquetLogicalKind.Enum;
}
