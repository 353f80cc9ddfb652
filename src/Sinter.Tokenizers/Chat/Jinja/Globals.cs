namespace Sinter.Tokenizers.Jinja;

/// <summary>The functions that every template sees, beside the conversation.</summary>
internal static class Globals
{
    /// <summary>A scope that holds them.</summary>
    /// <param name="clock">Tells the time to templates that ask for it.</param>
    public static Scope Scope(TimeProvider clock)
    {
        var scope = new Scope(around: null);
        scope.Set("range", (JinjaFunction)Range);
        scope.Set("namespace", (JinjaFunction)Namespace);
        scope.Set("dict", (JinjaFunction)Map);
        scope.Set("raise_exception", (JinjaFunction)Refuse);
        scope.Set("strftime_now", (JinjaFunction)((limits, arguments) =>
            new MarkedText(TimeText.Format(limits, clock.GetLocalNow(), Printer.Text(limits, arguments.Bind(limits, "strftime_now", 1, "format")[0]).Text))));
        return scope;
    }

    private static object?[] Range(RenderLimits limits, Arguments arguments)
    {
        var given = arguments.Bind(limits, "range", 1, "start", "stop", "step");
        var (start, stop) = ReferenceEquals(given[1], Undefined.Missing)
            ? (0, given[0].Whole(limits, "range", 0))
            : (given[0].Whole(limits, "range", 0), given[1].Whole(limits, "range", 0));
        var step = given[2].Whole(limits, "range", 1);
        if (step == 0)
        {
            throw limits.Error($"the step of 'range' is 0");
        }

        var length = (Int128)0;
        if (step > 0 ? stop > start : stop < start)
        {
            length = (((Int128)stop - start - Int128.Sign(step)) / step) + 1;
        }

        if (length > RenderLimits.LongestRange)
        {
            throw limits.Error($"'range' gives more than {RenderLimits.LongestRange:N0} numbers; use a shorter one");
        }

        limits.Spend((long)length);
        return Enumerable.Range(0, (int)length).Select(i => (object?)(start + (i * step))).ToArray();
    }

    private static JinjaNamespace Namespace(RenderLimits limits, Arguments arguments)
    {
        var space = new JinjaNamespace();
        foreach (var (name, value) in Map(limits, arguments).Entries)
        {
            space.Members[(name as MarkedText)?.Text ?? throw limits.Error($"a member of a namespace is named by {Values.Kind(name)}, expected a text")] = value;
        }

        return space;
    }

    private static JinjaMap Map(RenderLimits limits, Arguments arguments)
    {
        var map = new JinjaMap();
        foreach (var given in arguments.Positional)
        {
            foreach (var (key, value) in (given as JinjaMap ?? throw limits.Error($"a dict is made from {Values.Kind(given)}, expected a dict")).Entries)
            {
                map.Set(limits, key, value);
            }
        }

        foreach (var (name, value) in arguments.Named)
        {
            map.Set(limits, new MarkedText(name), value);
        }

        return map;
    }

    private static object? Refuse(RenderLimits limits, Arguments arguments) =>
        throw limits.Error($"the conversation is refused: {Printer.Text(limits, arguments.Bind(limits, "raise_exception", 1, "message")[0]).Text.TrimEnd('.', '!', ' ')}");
}
