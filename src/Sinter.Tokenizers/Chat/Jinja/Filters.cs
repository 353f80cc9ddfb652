using System.Collections.Frozen;

namespace Sinter.Tokenizers.Jinja;

/// <summary>What <c>value | name(arguments)</c> does.</summary>
internal delegate object? Filter(RenderLimits limits, object? value, Arguments arguments);

/// <summary>The filters by name.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Filter> All = new Dictionary<string, Filter>(StringComparer.Ordinal)
    {
        ["abs"] = NumberFilters.Abs,
        ["attr"] = static (limits, value, arguments) => SequenceFilters.Attribute(limits, value, arguments.Bind(limits, "attr", 1, "name")[0]),
        ["batch"] = SequenceFilters.Batch,
        ["capitalize"] = static (limits, value, _) => TextCase.Capitalize(limits, Printer.Text(limits, value)),
        ["count"] = SequenceFilters.Length,
        ["d"] = Default,
        ["default"] = Default,
        ["dictsort"] = SequenceFilters.SortedEntries,
        ["e"] = TextFilters.Escape,
        ["escape"] = TextFilters.Escape,
        ["first"] = SequenceFilters.First,
        ["float"] = NumberFilters.Fraction,
        ["forceescape"] = TextFilters.Escape,
        ["groupby"] = SequenceFilters.GroupBy,
        ["indent"] = TextFilters.Indent,
        ["int"] = NumberFilters.Whole,
        ["items"] = static (limits, value, _) => value switch
        {
            Undefined => Array.Empty<object?>(),
            JinjaMap map => MapMethods.Pairs(limits, map),
            _ => throw limits.Error($"{Values.Kind(value)} has no entries; 'items' expects a dict"),
        },
        ["join"] = TextFilters.Join,
        ["last"] = SequenceFilters.Last,
        ["length"] = SequenceFilters.Length,
        ["list"] = static (limits, value, _) => Values.Iterate(limits, value),
        ["lower"] = static (limits, value, _) => TextCase.Lower(limits, Printer.Text(limits, value)),
        ["map"] = SequenceFilters.Map,
        ["max"] = static (limits, value, arguments) => SequenceFilters.Extreme(limits, value, arguments, "max"),
        ["min"] = static (limits, value, arguments) => SequenceFilters.Extreme(limits, value, arguments, "min"),
        ["reject"] = static (limits, value, arguments) => SequenceFilters.Select(limits, value, arguments, byAttribute: false, wanted: false),
        ["rejectattr"] = static (limits, value, arguments) => SequenceFilters.Select(limits, value, arguments, byAttribute: true, wanted: false),
        ["replace"] = TextFilters.Replace,
        ["reverse"] = static (limits, value, _) => value is MarkedText ? Lookup.Slice(limits, value, null, null, -1) : Values.Iterate(limits, value).Reverse().ToArray(),
        ["round"] = NumberFilters.Round,
        ["safe"] = static (limits, value, _) => Printer.Text(limits, value),
        ["select"] = static (limits, value, arguments) => SequenceFilters.Select(limits, value, arguments, byAttribute: false, wanted: true),
        ["selectattr"] = static (limits, value, arguments) => SequenceFilters.Select(limits, value, arguments, byAttribute: true, wanted: true),
        ["sort"] = SequenceFilters.Sort,
        ["string"] = static (limits, value, _) => Printer.Text(limits, value),
        ["sum"] = SequenceFilters.Sum,
        ["title"] = static (limits, value, _) => TextCase.TitleOfWords(limits, Printer.Text(limits, value)),
        ["tojson"] = TextFilters.ToJson,
        ["trim"] = TextFilters.Trim,
        ["unique"] = SequenceFilters.Unique,
        ["upper"] = static (limits, value, _) => TextCase.Upper(limits, Printer.Text(limits, value)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a filter makes of a value.</summary>
    public static object? Apply(RenderLimits limits, string name, object? value, Arguments arguments) => All.TryGetValue(name, out var filter)
        ? filter(limits, value, arguments)
        : throw limits.Error($"there is no filter '{name}' here; use one of {string.Join(", ", All.Keys.Order(StringComparer.Ordinal))}");

    private static object? Default(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "default", 0, "default_value", "boolean");
        return value is Undefined || (Values.Truth(given[1]) && !Values.Truth(value)) ? given[0].Or(MarkedText.Empty) : value;
    }
}
