using System.Globalization;
using System.Text;

namespace Sinter.Tokenizers.Jinja;

/// <summary>A time as C's <c>strftime</c> writes it in the C locale.</summary>
internal static class TimeText
{
    /// <summary>The time in a format such as <c>%d %b %Y</c>.</summary>
    public static string Format(RenderLimits limits, DateTimeOffset time, string format)
    {
        limits.SpendText(0, format.Length);
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            // A minus leaves out the zeros in front.
            var bare = format[i + 1] == '-' && i + 2 < format.Length;
            i += bare ? 2 : 1;
            var part = Part(limits, time, format[i]);
            text.Append(bare && part.TrimStart('0') is var trimmed ? trimmed.Length == 0 ? "0" : trimmed : part);
        }

        return text.ToString();
    }

    private static string Part(RenderLimits limits, DateTimeOffset time, char letter) => letter switch
    {
        '%' => "%",
        'n' => "\n",
        't' => "\t",
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'u' => (((int)time.DayOfWeek + 6) % 7 + 1).ToString(CultureInfo.InvariantCulture),
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'Z' => "",
        _ => time.ToString(
            letter switch
            {
                'a' => "ddd",
                'A' => "dddd",
                'b' or 'h' => "MMM",
                'B' => "MMMM",
                'd' => "dd",
                'D' or 'x' => "MM/dd/yy",
                'f' => "ffffff",
                'F' => "yyyy-MM-dd",
                'H' => "HH",
                'I' => "hh",
                'm' => "MM",
                'M' => "mm",
                'p' => "tt",
                'R' => "HH:mm",
                'S' => "ss",
                'T' or 'X' => "HH:mm:ss",
                'y' => "yy",
                'Y' => "yyyy",
                _ => throw limits.Error($"'%{letter}' is no part of a time; use one of %Y %y %m %d %e %j %B %b %A %a %H %I %M %S %p %F %T"),
            },
            CultureInfo.InvariantCulture),
    };
}
