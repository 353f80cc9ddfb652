namespace Sinter.Tokenizers.Jinja;

/// <summary>The methods of a dict.</summary>
internal static class MapMethods
{
    /// <summary>The method of a name, or null.</summary>
    public static JinjaFunction? Find(RenderLimits limits, JinjaMap map, string name) => name switch
    {
        "get" => (_, arguments) => Get(limits, map, arguments),
        "items" => (_, _) => Pairs(limits, map),
        "keys" => (_, _) => Values.Iterate(limits, map),
        "values" => (_, _) => map.Entries.Select(static entry => entry.Value).ToArray(),
        "copy" => (_, _) => map,
        "clear" or "pop" or "popitem" or "setdefault" or "update" => throw limits.Error($"'{name}' would change a dict, which templates may not; make a new one"),
        _ => null,
    };

    private static object? Get(RenderLimits limits, JinjaMap map, Arguments arguments)
    {
        var given = arguments.Bind(limits, "get", 1, "key", "default");
        return map.TryGet(given[0], out var value) ? value : given[1].Or(null);
    }

    /// <summary>The entries as tuples of key and value.</summary>
    public static object?[] Pairs(RenderLimits limits, JinjaMap map)
    {
        limits.Spend(map.Count);
        return [.. map.Entries.Select(static entry => new JinjaTuple([entry.Key, entry.Value]))];
    }
}
