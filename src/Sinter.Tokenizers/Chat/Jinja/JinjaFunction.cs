namespace Sinter.Tokenizers.Jinja;

/// <summary>What a template can call.</summary>
internal delegate object? JinjaFunction(RenderLimits limits, Arguments arguments);

/// <summary>What a call is given.</summary>
/// <param name="Positional">By place.</param>
/// <param name="Named">By name.</param>
internal sealed record Arguments(object?[] Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>The values of parameters, in their order; <see cref="Undefined.Missing"/> for one that is not given.</summary>
    /// <param name="limits">The rendering.</param>
    /// <param name="function">What is called, for the error.</param>
    /// <param name="required">How many of the parameters must be given.</param>
    /// <param name="names">The parameters.</param>
    public object?[] Bind(RenderLimits limits, string function, int required, params ReadOnlySpan<string> names)
    {
        if (Positional.Length > names.Length)
        {
            throw limits.Error($"'{function}' takes at most {names.Length} arguments, found {Positional.Length}");
        }

        var values = new object?[names.Length];
        Array.Fill(values, Undefined.Missing);
        Positional.CopyTo(values, 0);
        foreach (var (name, value) in Named)
        {
            var place = names.IndexOf(name);
            values[place < 0 ? throw limits.Error($"'{function}' takes no argument '{name}'") : place] = value;
        }

        for (var i = 0; i < required; i++)
        {
            if (ReferenceEquals(values[i], Undefined.Missing))
            {
                throw limits.Error($"'{function}' misses its argument '{names[i]}'");
            }
        }

        return values;
    }
}

/// <summary>Reads single arguments that were bound.</summary>
internal static class BoundArgument
{
    /// <summary>The value, or another where none is given.</summary>
    public static object? Or(this object? value, object? fallback) => ReferenceEquals(value, Undefined.Missing) ? fallback : value;

    /// <summary>The value, which must be a text, or null where none or <c>none</c> is given.</summary>
    public static MarkedText? TextOrNull(this object? value, RenderLimits limits, string function) => value.Or(null) switch
    {
        null => null,
        MarkedText text => text,
        var other => throw limits.Error($"'{function}' is given {Values.Kind(other)}, expected a text"),
    };

    /// <summary>The value, which must be a whole number, or <paramref name="fallback"/> where none or <c>none</c> is given.</summary>
    public static long Whole(this object? value, RenderLimits limits, string function, long fallback) => value.Or(null) switch
    {
        null => fallback,
        var given => Values.Whole(given) ?? throw limits.Error($"'{function}' is given {Values.Kind(given)}, expected a whole number"),
    };
}
