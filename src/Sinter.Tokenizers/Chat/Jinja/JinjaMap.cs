namespace Sinter.Tokenizers.Jinja;

/// <summary>A dict: values by key, in the order in which the keys came.</summary>
internal sealed class JinjaMap
{
    private static readonly object NoneKey = new();

    private readonly OrderedDictionary<object, KeyValuePair<object?, object?>> _entries = [];

    /// <summary>Keys and values, in order.</summary>
    public IEnumerable<KeyValuePair<object?, object?>> Entries => _entries.Values;

    /// <summary>How many there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Sets a value; a key that is there stays where it is.</summary>
    public void Set(RenderLimits limits, object? key, object? value)
    {
        limits.Spend();
        var known = Known(key) ?? throw limits.Error($"{Values.Kind(key)} is no key of a dict; expected a text or a number");
        _entries[known] = new(_entries.TryGetValue(known, out var entry) ? entry.Key : key, value);
    }

    /// <summary>Sets the value of a text; only where no limits are at work yet.</summary>
    public void Set(MarkedText key, object? value) => _entries[key.Text] = new(key, value);

    /// <summary>The value of a key.</summary>
    public bool TryGet(object? key, out object? value)
    {
        value = null;
        if (Known(key) is not { } known || !_entries.TryGetValue(known, out var entry))
        {
            return false;
        }

        value = entry.Value;
        return true;
    }

    /// <summary>What a key is known by: origins do not count, and equal numbers are one key.</summary>
    private static object? Known(object? key) => key switch
    {
        null => NoneKey,
        MarkedText text => text.Text,
        bool flag => flag ? 1L : 0L,
        double number when number == Math.Floor(number) && Math.Abs(number) < long.MaxValue => (long)number,
        long or double => key,
        _ => null,
    };
}
