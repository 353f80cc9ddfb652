namespace Sinter.Tokenizers.Jinja;

/// <summary>The methods of a list or tuple.</summary>
internal static class ListMethods
{
    /// <summary>The method of a name, or null.</summary>
    public static JinjaFunction? Find(RenderLimits limits, object?[] items, string name) => name switch
    {
        "index" => (_, arguments) => Array.FindIndex(items, Equals(limits, arguments, name)) is >= 0 and var place
            ? (long)place
            : throw limits.Error($"the value that 'index' looks for is not in the list; check with 'in'"),
        "count" => (_, arguments) => items.LongCount(Equals(limits, arguments, name).Invoke),
        "copy" => (_, _) => items,
        "append" or "clear" or "extend" or "insert" or "pop" or "remove" or "reverse" or "sort" => throw limits.Error($"'{name}' would change a list, which templates may not; make a new one with + or a filter"),
        _ => null,
    };

    private static Predicate<object?> Equals(RenderLimits limits, Arguments arguments, string name)
    {
        var wanted = arguments.Bind(limits, name, 1, "value")[0];
        return item => Values.AreEqual(limits, item, wanted);
    }
}
