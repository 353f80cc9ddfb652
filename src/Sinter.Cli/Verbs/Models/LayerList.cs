using System.CommandLine;
using System.Globalization;

namespace Sinter.Cli.Verbs.Models;

/// <summary>Options and arguments that name layers: <c>0,1,4-7</c>, both ends of a range included.</summary>
internal static class LayerList
{
    private const int MostLayers = 1 << 12;

    /// <summary>An option of layers, in the order that they are named in.</summary>
    public static Option<IReadOnlyList<int>?> Option(string name, string description) => new(name)
    {
        HelpName = "LIST",
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens is [var only] ? only.Value : "";
            var layers = Parse(text);
            if (layers is null)
            {
                result.AddError($"{name} is '{text}', expected layers such as 0,1,4-7");
            }

            return layers;
        },
    };

    /// <summary>The layers of a list; null where it is none.</summary>
    public static IReadOnlyList<int>? Parse(string text)
    {
        var layers = new List<int>();
        foreach (var item in text.Split(','))
        {
            if (Range(item) is not { } range || layers.Count + range.Last - range.First >= MostLayers)
            {
                return null;
            }

            layers.AddRange(Enumerable.Range(range.First, range.Last - range.First + 1));
        }

        return layers;
    }

    /// <summary>The ends of <c>4-7</c> or <c>4</c>; null where it is neither, or runs backwards.</summary>
    public static (int First, int Last)? Range(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return Number(dash < 0 ? text : text[..dash]) is { } first && (dash < 0 ? first : Number(text[(dash + 1)..])) is { } last && last >= first ? (first, last) : null;
    }

    private static int? Number(string text)
        => int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number < MostLayers ? number : null;
}
