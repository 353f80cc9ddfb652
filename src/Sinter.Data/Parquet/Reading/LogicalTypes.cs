namespace Sinter.Data.Parquet;

/// <summary>Reads meanings of columns in both spellings of the format, and passes over those that do not fit the stored type.</summary>
internal static class LogicalTypes
{
    private const long Milliseconds = 1_000;
    private const long Microseconds = 1_000_000;
    private const long Nanoseconds = 1_000_000_000;

    // The largest precision that has a use: 38 digits is what databases hold, 1000 what some libraries do.
    private const int MaximumDigits = 1000;

    /// <summary>The meaning that the older spelling (ConvertedType) gives by number.</summary>
    public static ParquetLogicalType FromConverted(int converted, int scale, int precision) => converted switch
    {
        0 => new(ParquetLogicalKind.String),
        1 or 2 => new(ParquetLogicalKind.Map),
        3 => new(ParquetLogicalKind.List),
        4 => new(ParquetLogicalKind.Enum),
        5 => new(ParquetLogicalKind.Decimal) { Scale = scale, Precision = precision },
        6 => new(ParquetLogicalKind.Date),
        7 => new(ParquetLogicalKind.Time) { UnitsPerSecond = Milliseconds, IsUtc = true },
        8 => new(ParquetLogicalKind.Time) { UnitsPerSecond = Microseconds, IsUtc = true },
        9 => new(ParquetLogicalKind.Timestamp) { UnitsPerSecond = Milliseconds, IsUtc = true },
        10 => new(ParquetLogicalKind.Timestamp) { UnitsPerSecond = Microseconds, IsUtc = true },
        >= 11 and <= 14 => new(ParquetLogicalKind.Integer) { BitWidth = 8 << (converted - 11), IsUnsigned = true },
        >= 15 and <= 18 => new(ParquetLogicalKind.Integer) { BitWidth = 8 << (converted - 15) },
        19 => new(ParquetLogicalKind.Json),
        20 => new(ParquetLogicalKind.Bson),
        21 => new(ParquetLogicalKind.Interval),
        _ => default,
    };

    /// <summary>Reads one member of the newer spelling, the union LogicalType.</summary>
    public static ParquetLogicalType ReadMember(ref ThriftReader reader, short member)
    {
        var first = 0;
        var second = 0;
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            switch (id)
            {
                case 1 or 2 when type is ThriftType.True or ThriftType.False: Set(id, type == ThriftType.True ? 1 : 0); break;
                case 1 or 2 when type is ThriftType.Byte or ThriftType.Int32: Set(id, reader.ReadInt32(type)); break;
                case 2 when type == ThriftType.Struct: second = ReadUnit(ref reader); break;
                default: reader.Skip(type); break;
            }
        }

        return member switch
        {
            1 => new(ParquetLogicalKind.String),
            2 => new(ParquetLogicalKind.Map),
            3 => new(ParquetLogicalKind.List),
            4 => new(ParquetLogicalKind.Enum),
            5 => new(ParquetLogicalKind.Decimal) { Scale = first, Precision = second },
            6 => new(ParquetLogicalKind.Date),
            7 or 8 => new(member == 7 ? ParquetLogicalKind.Time : ParquetLogicalKind.Timestamp)
            {
                IsUtc = first != 0,
                UnitsPerSecond = second switch { 1 => Milliseconds, 2 => Microseconds, _ => Nanoseconds },
            },
            10 => new(ParquetLogicalKind.Integer) { BitWidth = first, IsUnsigned = second == 0 },
            12 => new(ParquetLogicalKind.Json),
            13 => new(ParquetLogicalKind.Bson),
            14 => new(ParquetLogicalKind.Uuid),
            15 => new(ParquetLogicalKind.Float16),
            _ => default,
        };

        void Set(short which, int value)
        {
            if (which == 1)
            {
                first = value;
            }
            else
            {
                second = value;
            }
        }
    }

    /// <summary>Whether values that are stored so can mean that.</summary>
    public static bool FitsLeaf(ParquetLogicalType logical, ParquetPhysicalType physical, int length)
    {
        var whole = physical is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64;
        return logical.Kind switch
        {
            ParquetLogicalKind.String or ParquetLogicalKind.Json or ParquetLogicalKind.Enum or ParquetLogicalKind.Bson => physical == ParquetPhysicalType.ByteArray,
            ParquetLogicalKind.Date => physical == ParquetPhysicalType.Int32,
            ParquetLogicalKind.Time => whole,
            ParquetLogicalKind.Timestamp => physical == ParquetPhysicalType.Int64,
            ParquetLogicalKind.Integer => whole && logical.BitWidth is 8 or 16 or 32 or 64 && (logical.BitWidth == 64) == (physical == ParquetPhysicalType.Int64),
            ParquetLogicalKind.Decimal => logical.Scale is >= 0 and <= MaximumDigits
                && (whole || physical == ParquetPhysicalType.ByteArray || physical == ParquetPhysicalType.FixedLengthByteArray && length <= MaximumDigits),
            ParquetLogicalKind.Uuid => physical == ParquetPhysicalType.FixedLengthByteArray && length == 16,
            ParquetLogicalKind.Float16 => physical == ParquetPhysicalType.FixedLengthByteArray && length == 2,
            ParquetLogicalKind.Interval => physical == ParquetPhysicalType.FixedLengthByteArray && length == 12,
            _ => false,
        };
    }

    /// <summary>Whether a group of these fields can be a list or a map: both have one repeated child, that of a map is a pair.</summary>
    public static bool FitsGroup(ParquetLogicalType logical, List<ParquetField> children) => logical.Kind switch
    {
        ParquetLogicalKind.List => children is [{ Repetition: ParquetRepetition.Repeated }],
        ParquetLogicalKind.Map => children is [{ Repetition: ParquetRepetition.Repeated, Children.Count: 2 }],
        _ => false,
    };

    private static int ReadUnit(ref ThriftReader reader)
    {
        var unit = 0;
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            unit = id;
            reader.Skip(type);
        }

        return unit;
    }
}
