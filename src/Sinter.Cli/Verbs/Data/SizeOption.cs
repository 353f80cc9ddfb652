using System.CommandLine;
using System.Globalization;

namespace Sinter.Cli.Verbs.Data;

/// <summary>An option that is an amount of bytes, such as <c>256MB</c>.</summary>
internal static class SizeOption
{
    private static readonly (string Ending, long Bytes)[] Units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1)];

    /// <summary>Makes the option.</summary>
    public static Option<long?> Create(string name, string description, long least) => new(name)
    {
        HelpName = "SIZE",
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens is [var only] ? only.Value : "";
            var (ending, unit) = Array.Find(Units, known => text.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase));
            var number = ending is null ? text : text[..^ending.Length];
            if (double.TryParse(number.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * (ending is null ? 1 : unit) >= least && value < 1e9)
            {
                return (long)(value * (ending is null ? 1 : unit));
            }

            result.AddError($"{name} is '{text}', expected an amount of at least {Cli.Units.Bytes(least)}, such as 256MB");
            return null;
        },
    };
}
