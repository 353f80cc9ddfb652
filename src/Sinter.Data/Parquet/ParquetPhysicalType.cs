namespace Sinter.Data.Parquet;

/// <summary>How the values of a column are stored, as the format numbers it.</summary>
public enum ParquetPhysicalType
{
    /// <summary>One bit.</summary>
    Boolean = 0,

    /// <summary>A signed number of 32 bits.</summary>
    Int32 = 1,

    /// <summary>A signed number of 64 bits.</summary>
    Int64 = 2,

    /// <summary>A moment as the day and the nanoseconds within it, in 12 bytes; deprecated, but widely found.</summary>
    Int96 = 3,

    /// <summary>An IEEE number of 32 bits.</summary>
    Float = 4,

    /// <summary>An IEEE number of 64 bits.</summary>
    Double = 5,

    /// <summary>Bytes of any number.</summary>
    ByteArray = 6,

    /// <summary>Bytes of a number that the schema gives.</summary>
    FixedLengthByteArray = 7,
}
