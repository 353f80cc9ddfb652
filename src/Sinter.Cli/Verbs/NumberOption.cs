using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Sinter.Cli.Verbs;

/// <summary>Options that are numbers within bounds, read alike in every culture; a wrong one is told with the bounds.</summary>
internal static class NumberOption
{
    /// <summary>A whole number.</summary>
    public static Option<int?> Whole(string name, string helpName, int least, int most, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result => int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : Wrong<int?>(result, $"a whole number from {least} to {most}"),
    };

    /// <summary>A whole number of 64 bits, 0 or more.</summary>
    public static Option<ulong?> Seed(string name, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result => ulong.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : Wrong<ulong?>(result, $"a whole number from 0 to {ulong.MaxValue}"),
    };

    /// <summary>A number with a fraction.</summary>
    public static Option<double?> Real(string name, string helpName, double least, double most, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result => double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : Wrong<double?>(result, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}")),
    };

    private static string Text(ArgumentResult result) => result.Tokens is [var only] ? only.Value : "";

    private static T? Wrong<T>(ArgumentResult result, string expected)
    {
        var name = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
        result.AddError($"{name} is '{Text(result)}', expected {expected}");
        return default;
    }
}
