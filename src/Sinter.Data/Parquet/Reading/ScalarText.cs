using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace Sinter.Data.Parquet;

/// <summary>Writes single values in words, the same on every system.</summary>
internal static class ScalarText
{
    private static readonly long FirstDay = DateOnly.MinValue.DayNumber - EpochDay;
    private static readonly long LastDay = DateOnly.MaxValue.DayNumber - EpochDay;

    private const int EpochDay = 719_162;
    private const long SecondsOfDay = 86_400;

    /// <summary>The value at an index; null where it is bytes without a form in words.</summary>
    public static string? Of(ParquetField field, ColumnValues values, int index)
    {
        switch (field.PhysicalType)
        {
            case ParquetPhysicalType.Boolean:
                return values.Longs[index] != 0 ? "true" : "false";
            case ParquetPhysicalType.Float:
                return ((float)values.Doubles[index]).ToString(CultureInfo.InvariantCulture);
            case ParquetPhysicalType.Double:
                return values.Doubles[index].ToString(CultureInfo.InvariantCulture);
            case ParquetPhysicalType.Int96:
                return Timestamp(values.Longs[index], 1_000_000, isUtc: false);
            case ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64:
                return Whole(field.LogicalType, values.Longs[index]);
            default:
                return Bytes(field.LogicalType, values.BytesOf(index));
        }
    }

    private static string Whole(ParquetLogicalType logical, long value) => logical.Kind switch
    {
        ParquetLogicalKind.Date when value >= FirstDay && value <= LastDay => Date(value),
        ParquetLogicalKind.Timestamp => Timestamp(value, logical.UnitsPerSecond, logical.IsUtc),
        ParquetLogicalKind.Time when value >= 0 && value / logical.UnitsPerSecond < SecondsOfDay => Time(value, logical.UnitsPerSecond),
        ParquetLogicalKind.Decimal => Decimal(value, logical.Scale),
        ParquetLogicalKind.Integer when logical.IsUnsigned => ((ulong)value).ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string? Bytes(ParquetLogicalType logical, ReadOnlySpan<byte> value) => logical.Kind switch
    {
        ParquetLogicalKind.Decimal => Decimal(new BigInteger(value[..Math.Min(value.Length, 1000)], isUnsigned: false, isBigEndian: true), logical.Scale),
        ParquetLogicalKind.Uuid => new Guid(value, bigEndian: true).ToString(),
        ParquetLogicalKind.Float16 => BinaryPrimitives.ReadHalfLittleEndian(value).ToString(CultureInfo.InvariantCulture),
        ParquetLogicalKind.String or ParquetLogicalKind.Json or ParquetLogicalKind.Enum => Encoding.UTF8.GetString(value),
        ParquetLogicalKind.None => Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : null,
        _ => null,
    };

    private static string Date(long day) => DateOnly.FromDayNumber((int)day + EpochDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Timestamp(long value, long unitsPerSecond, bool isUtc)
    {
        var unitsPerDay = SecondsOfDay * unitsPerSecond;
        var day = Math.DivRem(value, unitsPerDay, out var rest);
        if (rest < 0)
        {
            day--;
            rest += unitsPerDay;
        }

        return day < FirstDay || day > LastDay
            ? value.ToString(CultureInfo.InvariantCulture)
            : Date(day) + "T" + Time(rest, unitsPerSecond) + (isUtc ? "Z" : "");
    }

    private static string Time(long value, long unitsPerSecond)
    {
        var seconds = Math.DivRem(value, unitsPerSecond, out var fraction);
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        var digits = unitsPerSecond switch { 1_000 => "000", 1_000_000 => "000000", _ => "000000000" };
        return fraction == 0 ? text : text + "." + fraction.ToString(digits, CultureInfo.InvariantCulture).TrimEnd('0');
    }

    private static string Decimal(BigInteger value, int scale)
    {
        if (scale == 0)
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        var digits = BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (value.Sign < 0 ? "-" : "") + digits[..^scale] + "." + digits[^scale..];
    }
}
