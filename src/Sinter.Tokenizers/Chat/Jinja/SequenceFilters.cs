using System.Globalization;

namespace Sinter.Tokenizers.Jinja;

/// <summary>The filters over the values of a list, text or dict.</summary>
internal static class SequenceFilters
{
    /// <summary><c>length</c>.</summary>
    public static object Length(RenderLimits limits, object? value, Arguments arguments) =>
        Values.Length(limits, value) ?? throw limits.Error($"{Values.Kind(value)} has no length; 'length' expects a list, a text or a dict");

    /// <summary><c>first</c>.</summary>
    public static object? First(RenderLimits limits, object? value, Arguments arguments) =>
        Values.Iterate(limits, value) is [var first, ..] ? first : new Undefined("there is no first item");

    /// <summary><c>last</c>.</summary>
    public static object? Last(RenderLimits limits, object? value, Arguments arguments) =>
        Values.Iterate(limits, value) is [.., var last] ? last : new Undefined("there is no last item");

    /// <summary>A member of a value by a path such as <c>function.name</c> or <c>0.text</c>.</summary>
    public static object? Attribute(RenderLimits limits, object? value, object? path)
    {
        if (path is not MarkedText text)
        {
            return Lookup.Item(limits, value, path);
        }

        foreach (var part in text.Text.Split('.'))
        {
            value = Lookup.Item(limits, value, long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : new MarkedText(part));
        }

        return value;
    }

    /// <summary><c>map(attribute=path, default=value)</c> or <c>map(filter, arguments)</c>.</summary>
    public static object Map(RenderLimits limits, object? value, Arguments arguments)
    {
        var items = Given(limits, value);
        if (arguments.Named.TryGetValue("attribute", out var path))
        {
            var fallback = arguments.Named.GetValueOrDefault("default");
            return Array.ConvertAll(items, item => Attribute(limits, item, path) is var found && found is Undefined && fallback is not null ? fallback : found);
        }

        var filter = Named(limits, arguments, "map", 0, "the name of a filter");
        var rest = arguments with { Positional = arguments.Positional[1..] };
        return Array.ConvertAll(items, item => Filters.Apply(limits, filter, item, rest));
    }

    /// <summary><c>select(test, arguments)</c>, <c>selectattr(path, test, arguments)</c> and the opposites; without a test what is true.</summary>
    public static object Select(RenderLimits limits, object? value, Arguments arguments, bool byAttribute, bool wanted)
    {
        var skipped = byAttribute ? 1 : 0;
        var path = byAttribute ? arguments.Positional is [var first, ..] ? first : throw limits.Error($"'selectattr' and 'rejectattr' miss the name of the member") : null;
        var test = arguments.Positional.Length > skipped ? Named(limits, arguments, "select", skipped, "the name of a test") : null;
        var rest = test is null ? arguments : arguments with { Positional = arguments.Positional[(skipped + 1)..] };
        return Array.FindAll(Given(limits, value), item =>
        {
            var subject = byAttribute ? Attribute(limits, item, path) : item;
            return (test is null ? Values.Truth(subject) : Tests.Holds(limits, test, subject, rest)) == wanted;
        });
    }

    /// <summary><c>unique(case_sensitive, attribute)</c>: the first of each kind, in order.</summary>
    public static object Unique(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "unique", 0, "case_sensitive", "attribute");
        var seen = new JinjaMap();
        return Array.FindAll(Values.Iterate(limits, value), item =>
        {
            var key = Key(limits, item, given[1].Or(null), Values.Truth(given[0]));
            var isNew = !seen.TryGet(key, out _);
            seen.Set(limits, key, null);
            return isNew;
        });
    }

    /// <summary><c>sort(reverse, case_sensitive, attribute)</c>; equal ones stay in order.</summary>
    public static object Sort(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "sort", 0, "reverse", "case_sensitive", "attribute");
        return Sorting.By(limits, Values.Iterate(limits, value), item => Key(limits, item, given[2].Or(null), Values.Truth(given[1])), Values.Truth(given[0]));
    }

    /// <summary><c>dictsort(case_sensitive, by, reverse)</c>: the entries as tuples, by key or value.</summary>
    public static object SortedEntries(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "dictsort", 0, "case_sensitive", "by", "reverse");
        var map = value as JinjaMap ?? throw limits.Error($"'dictsort' is given {Values.Kind(value)}, expected a dict");
        var by = given[1].TextOrNull(limits, "dictsort")?.Text switch
        {
            null or "key" => 0L,
            "value" => 1L,
            var other => throw limits.Error($"'dictsort' cannot sort by '{other}'; expected key or value"),
        };
        return Sorting.By(limits, MapMethods.Pairs(limits, map), item => Key(limits, item, by, Values.Truth(given[0])), Values.Truth(given[2]));
    }

    /// <summary><c>groupby(attribute)</c>: tuples of the common value and the list of those that share it, by that value.</summary>
    public static object GroupBy(RenderLimits limits, object? value, Arguments arguments)
    {
        var path = arguments.Bind(limits, "groupby", 1, "attribute")[0];
        var items = Sorting.By(limits, Values.Iterate(limits, value), item => Key(limits, item, path, caseSensitive: false), reverse: false);
        List<object?> groups = [];
        for (var start = 0; start < items.Length;)
        {
            var key = Key(limits, items[start], path, caseSensitive: false);
            var end = start + 1;
            while (end < items.Length && Values.AreEqual(limits, Key(limits, items[end], path, caseSensitive: false), key))
            {
                end++;
            }

            groups.Add(new JinjaTuple([Attribute(limits, items[start], path), items[start..end]]));
            start = end;
        }

        return groups.ToArray();
    }

    /// <summary><c>max(case_sensitive, attribute)</c> and <c>min</c>.</summary>
    public static object? Extreme(RenderLimits limits, object? value, Arguments arguments, string name)
    {
        var given = arguments.Bind(limits, name, 0, "case_sensitive", "attribute");
        var sorted = Sorting.By(limits, Values.Iterate(limits, value), item => Key(limits, item, given[1].Or(null), Values.Truth(given[0])), reverse: name == "max");
        return sorted is [var first, ..] ? first : new Undefined("there is no item");
    }

    /// <summary><c>sum(attribute, start)</c>.</summary>
    public static object? Sum(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "sum", 0, "attribute", "start");
        return Values.Iterate(limits, value).Aggregate(
            given[1].Or(0L),
            (sum, item) => Arithmetic.Apply(limits, "+", sum, given[0].Or(null) is { } path ? Attribute(limits, item, path) : item));
    }

    /// <summary><c>batch(linecount, fill_with)</c>: lists of so many each.</summary>
    public static object Batch(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "batch", 1, "linecount", "fill_with");
        var size = given[0].Whole(limits, "batch", 0) is > 0 and <= RenderLimits.LongestRange and var count ? (int)count : throw limits.Error($"'batch' expects lists of 1 to {RenderLimits.LongestRange:N0}");
        var batches = Values.Iterate(limits, value).Chunk(size).ToArray<object?>();
        if (given[1].Or(null) is { } filler && batches is [.., object?[] last] && last.Length < size)
        {
            limits.Spend(size);
            batches[^1] = (object?[])[.. last, .. Enumerable.Repeat(filler, size - last.Length)];
        }

        return batches;
    }

    /// <summary>The items of a value; none of one that counts as false, such as <c>none</c> for tools that are not given.</summary>
    private static object?[] Given(RenderLimits limits, object? value) => Values.Truth(value) ? Values.Iterate(limits, value) : [];

    /// <summary>What an item is sorted or told apart by.</summary>
    private static object? Key(RenderLimits limits, object? item, object? path, bool caseSensitive)
    {
        var key = path is null ? item : Attribute(limits, item, path);
        return key is MarkedText text && !caseSensitive ? TextCase.Lower(limits, text) : key;
    }

    private static string Named(RenderLimits limits, Arguments arguments, string function, int place, string called) =>
        arguments.Positional.Length > place && arguments.Positional[place] is MarkedText name ? name.Text : throw limits.Error($"'{function}' misses {called}");
}
