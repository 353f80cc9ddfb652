using System.Globalization;

namespace Sinter.Data.Reports;

/// <summary>
/// Numbers as people read them: with a unit, about three significant digits, and the same in every locale.
/// The space before a unit does not break.
/// </summary>
public static class Quantity
{
    /// <summary>The space between a number and its unit.</summary>
    public const char Space = '\u00A0';

    private static readonly string[] CountUnits = ["", "k", "M", "G", "T", "P"];
    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>A count with three digits or so: 950, 9,876, 143 k, 1.23 M.</summary>
    public static string Count(double count) =>
        Math.Abs(count) < 10_000 ? Whole(count) : Scaled(count, CountUnits);

    /// <summary>Every digit of a count, in groups of three: 143,208.</summary>
    public static string Whole(double count) =>
        double.IsFinite(count) ? Math.Round(count).ToString("#,0", CultureInfo.InvariantCulture) : NotFinite(count);

    /// <summary>Bytes in decimal units: 812 B, 14.9 MB.</summary>
    public static string Bytes(double bytes) => Scaled(bytes, ByteUnits);

    /// <summary>A length of time: 420 ms, 12.3 s, 3 min 12 s, 2 h 05 min, 3 d 4 h.</summary>
    /// <param name="seconds">The time in seconds.</param>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            return NotFinite(seconds);
        }

        if (seconds < 0)
        {
            return "-" + Duration(-seconds);
        }

        if (seconds is 0 or >= 0.9995 and < 59.95)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#}{Space}s");
        }

        if (seconds < 0.9995)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{ThreeDigits(seconds * 1000)}{Space}ms");
        }

        var whole = (long)Math.Min(Math.Round(seconds), 1e15);
        var (days, hours, minutes, rest) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60, whole % 60);
        return whole switch
        {
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{minutes}{Space}min{Space}{rest:00}{Space}s"),
            < 86_400 => string.Create(CultureInfo.InvariantCulture, $"{hours}{Space}h{Space}{minutes:00}{Space}min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{days}{Space}d{Space}{hours}{Space}h"),
        };
    }

    /// <summary>A share as a percentage: 93.4 %. A share that is not quite none or all never reads as 0 or 100.</summary>
    /// <param name="share">The share, from 0 to 1.</param>
    public static string Percent(double share)
    {
        var percent = share * 100;
        return percent switch
        {
            > 0 and < 0.05 => $"<{Space}0.1{Space}%",
            > 99.95 and < 100 => $">{Space}99.9{Space}%",
            _ when !double.IsFinite(percent) => NotFinite(percent),
            0 or 100 => string.Create(CultureInfo.InvariantCulture, $"{percent:0}{Space}%"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{percent:0.0}{Space}%"),
        };
    }

    /// <summary>Any number to a few significant digits, scientific where it is tiny or huge: 0.931, 6e-4.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">How many significant digits are kept.</param>
    public static string Number(double value, int digits = 4)
    {
        if (!double.IsFinite(value))
        {
            return NotFinite(value);
        }

        var size = Math.Abs(value);
        if (size is >= 1e6 or > 0 and < 1e-3)
        {
            return value.ToString("0." + new string('#', digits - 1) + "e0", CultureInfo.InvariantCulture);
        }

        if (size >= 1000)
        {
            return value.ToString("#,0.#", CultureInfo.InvariantCulture);
        }

        var decimals = size == 0 ? 0 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 9);
        return Math.Round(value, decimals, MidpointRounding.AwayFromZero).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    /// <summary>A number with this many decimals, so that figures below each other line up: 1.090.</summary>
    public static string Fixed(double value, int decimals = 3) =>
        double.IsFinite(value) ? value.ToString("#,0." + new string('0', decimals), CultureInfo.InvariantCulture) : NotFinite(value);

    private static string Scaled(double value, string[] units)
    {
        if (!double.IsFinite(value))
        {
            return NotFinite(value);
        }

        var unit = 0;
        // 999.5 would print as 1000: it belongs to the next unit.
        while (Math.Abs(value) >= 999.5 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var digits = unit == 0 ? Whole(value) : ThreeDigits(value);
        return units[unit].Length == 0 ? digits : digits + Space + units[unit];
    }

    private static string ThreeDigits(double value) => Math.Abs(value) switch
    {
        < 9.995 => value.ToString("0.##", CultureInfo.InvariantCulture),
        < 99.95 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };

    private static string NotFinite(double value) =>
        double.IsNaN(value) ? "not a number" : value > 0 ? "∞" : "-∞";
}
