namespace Sinter.Tokenizers.Jinja;

/// <summary>
/// What a template computes with, and nothing else can be reached: <c>null</c> for none, <see cref="bool"/>, <see cref="long"/>,
/// <see cref="double"/>, <see cref="MarkedText"/>, an array for a list, <see cref="JinjaTuple"/>, <see cref="JinjaMap"/>,
/// <see cref="JinjaNamespace"/>, <see cref="LoopState"/>, <see cref="JinjaFunction"/> and <see cref="Undefined"/>. Truth, equality and
/// order are Python's.
/// </summary>
internal static class Values
{
    /// <summary>What sort a value is, as an error calls it.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "none",
        bool => "a truth value",
        long => "a whole number",
        double => "a number",
        MarkedText => "a text",
        object?[] => "a list",
        JinjaTuple => "a tuple",
        JinjaMap => "a dict",
        JinjaNamespace => "a namespace",
        LoopState => "a loop",
        JinjaFunction => "a function",
        _ => "undefined",
    };

    /// <summary>Whether a value counts as true.</summary>
    public static bool Truth(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        MarkedText text => text.Text.Length > 0,
        object?[] list => list.Length > 0,
        JinjaTuple tuple => tuple.Items.Length > 0,
        JinjaMap map => map.Count > 0,
        _ => true,
    };

    /// <summary>A truth value or whole number as a whole number, or null.</summary>
    public static long? Whole(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long number => number,
        _ => null,
    };

    /// <summary>Any number, or null.</summary>
    public static double? Number(object? value) => value is double number ? number : Whole(value);

    /// <summary>The values of a list or tuple, or null.</summary>
    public static object?[]? Items(object? value) => value switch
    {
        object?[] list => list,
        JinjaTuple tuple => tuple.Items,
        _ => null,
    };

    /// <summary>The values that a loop over a value goes through.</summary>
    public static object?[] Iterate(RenderLimits limits, object? value)
    {
        object?[] items = value switch
        {
            Undefined => [],
            MarkedText text => Characters(limits, text),
            JinjaMap map => [.. map.Entries.Select(static entry => entry.Key)],
            _ => Items(value) ?? throw limits.Error($"{Kind(value)} cannot be gone through; expected a list, a text or a dict"),
        };
        limits.Spend(items.Length);
        return items;
    }

    /// <summary>The number of items, entries or code points of a value, or null where it has no length.</summary>
    public static long? Length(RenderLimits limits, object? value)
    {
        limits.Scan((value as MarkedText)?.Text.Length ?? 0);
        return value switch
        {
            Undefined => 0,
            MarkedText text => PythonText.Length(text.Text),
            JinjaMap map => map.Count,
            _ => Items(value)?.Length,
        };
    }

    /// <summary>Whether two values are equal; where characters come from does not count.</summary>
    public static bool AreEqual(RenderLimits limits, object? left, object? right)
    {
        limits.Enter();
        var equal = (left, right) switch
        {
            (MarkedText a, MarkedText b) => TextsEqual(limits, a.Text, b.Text),
            (object?[] a, object?[] b) => AllEqual(limits, a, b),
            (JinjaTuple a, JinjaTuple b) => AllEqual(limits, a.Items, b.Items),
            (JinjaMap a, JinjaMap b) => a.Count == b.Count && a.Entries.All(entry => b.TryGet(entry.Key, out var other) && AreEqual(limits, entry.Value, other)),
            (Undefined, Undefined) => true,
            _ when Whole(left) is { } a && Whole(right) is { } b => a == b,
            _ when Number(left) is { } a && Number(right) is { } b => a == b,
            _ => ReferenceEquals(left, right),
        };
        limits.Leave();
        return equal;
    }

    /// <summary>Which of two values comes first; only numbers, texts, and lists of such have an order.</summary>
    public static int Compare(RenderLimits limits, object? left, object? right)
    {
        limits.Enter();
        var order = (left, right) switch
        {
            (MarkedText a, MarkedText b) => PythonText.Compare(a.Text, b.Text),
            (object?[] a, object?[] b) => CompareItems(limits, a, b),
            (JinjaTuple a, JinjaTuple b) => CompareItems(limits, a.Items, b.Items),
            _ when Whole(left) is { } a && Whole(right) is { } b => a.CompareTo(b),
            _ when Number(left) is { } a && Number(right) is { } b => a.CompareTo(b),
            _ => throw limits.Error($"{Kind(left)} and {Kind(right)} have no order; compare two numbers or two texts"),
        };
        limits.Leave();
        return order;
    }

    private static object?[] Characters(RenderLimits limits, MarkedText text)
    {
        limits.Make(text.Text.Length);
        var starts = PythonText.Starts(text.Text);
        var characters = new object?[starts.Length - 1];
        for (var i = 0; i < characters.Length; i++)
        {
            characters[i] = text.Slice(starts[i], starts[i + 1] - starts[i]);
        }

        return characters;
    }

    private static bool TextsEqual(RenderLimits limits, string left, string right)
    {
        limits.Scan(Math.Min(left.Length, right.Length));
        return string.Equals(left, right, StringComparison.Ordinal);
    }

    private static bool AllEqual(RenderLimits limits, object?[] left, object?[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!AreEqual(limits, left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int CompareItems(RenderLimits limits, object?[] left, object?[] right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (!AreEqual(limits, left[i], right[i]))
            {
                return Compare(limits, left[i], right[i]);
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
