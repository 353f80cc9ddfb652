namespace Sinter.Tokenizers.Jinja;

/// <summary>What <c>value.name</c>, <c>value[index]</c> and slices give: entries and items first of all, and a fixed set of methods, never anything of .NET.</summary>
internal static class Lookup
{
    /// <summary>The value of <c>target.name</c>.</summary>
    public static object? Member(RenderLimits limits, object? target, string name)
    {
        object? value = null;
        var found = target switch
        {
            JinjaNamespace space => space.Members.TryGetValue(name, out value),
            JinjaMap map when MapMethods.Find(limits, map, name) is { } method => (value = method) is not null,
            JinjaMap map => map.TryGet(new MarkedText(name), out value),
            Undefined missing => throw limits.Error($"{missing.Why}, so '{name}' cannot be looked up in it; check for it with 'is defined'"),
            LoopState loop => (value = loop.Member(limits, name)) is not null,
            MarkedText text => (value = TextMethods.Find(text, name)) is not null,
            object?[] or JinjaTuple => (value = ListMethods.Find(limits, Values.Items(target)!, name)) is not null,
            _ => false,
        };
        return found || target is LoopState ? value : new Undefined($"{Values.Kind(target)} has no '{name}'");
    }

    /// <summary>The value of <c>target[index]</c>.</summary>
    public static object? Item(RenderLimits limits, object? target, object? index)
    {
        if (target is Undefined missing)
        {
            throw limits.Error($"{missing.Why}, so nothing can be looked up in it; check for it with 'is defined'");
        }

        if (target is JinjaMap map && map.TryGet(index, out var value))
        {
            return value;
        }

        if (Values.Whole(index) is { } place && Values.Length(limits, target) is { } length)
        {
            var at = place < 0 ? place + length : place;
            return at >= 0 && at < length && target is not JinjaMap ? At(limits, target, (int)at) : new Undefined($"{Values.Kind(target)} has no item {place}");
        }

        return index is MarkedText name ? Member(limits, target, name.Text) : new Undefined($"{Values.Kind(target)} has no item of {Values.Kind(index)}");
    }

    /// <summary>The value of <c>target[start:stop:step]</c>; a bound that is null is open.</summary>
    public static object Slice(RenderLimits limits, object? target, long? start, long? stop, long? step)
    {
        if (target is Undefined missing)
        {
            throw limits.Error($"{missing.Why}, so it cannot be sliced; check for it with 'is defined'");
        }

        if (target is JinjaMap || Values.Length(limits, target) is not { } length)
        {
            return new Undefined($"{Values.Kind(target)} has no slices");
        }

        var stride = step ?? 1;
        if (stride == 0)
        {
            throw limits.Error($"the step of a slice is 0");
        }

        // Python's rule: bounds from the end are counted back, and all are drawn into what the direction of the step can reach.
        var (lowest, highest) = stride > 0 ? (0L, length) : (-1L, length - 1);
        var first = start is { } from ? Math.Clamp(from < 0 ? from + length : from, lowest, highest) : stride > 0 ? lowest : highest;
        var end = stop is { } to ? Math.Clamp(to < 0 ? to + length : to, lowest, highest) : stride > 0 ? highest : lowest;
        var items = target is MarkedText text && stride != 1 ? Values.Iterate(limits, text) : Values.Items(target);
        if (items is null)
        {
            var starts = PythonText.Starts(((MarkedText)target!).Text);
            return first < end ? ((MarkedText)target).Slice(starts[first], starts[end] - starts[first]) : MarkedText.Empty;
        }

        List<object?> picked = [];
        for (var i = first; stride > 0 ? i < end : i > end; i = stride > length || stride < -length ? end : i + stride)
        {
            limits.Spend();
            picked.Add(items[i]);
        }

        return target switch
        {
            JinjaTuple => new JinjaTuple([.. picked]),
            MarkedText => picked.Aggregate(new MarkedTextBuilder(limits), static (builder, character) => builder.Append((MarkedText)character!)).ToText(),
            _ => picked.ToArray(),
        };
    }

    private static object? At(RenderLimits limits, object? target, int index)
    {
        if (target is not MarkedText text)
        {
            return Values.Items(target)![index];
        }

        limits.Scan(text.Text.Length);
        var starts = PythonText.Starts(text.Text);
        return text.Slice(starts[index], starts[index + 1] - starts[index]);
    }
}
