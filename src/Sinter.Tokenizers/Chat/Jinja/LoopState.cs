namespace Sinter.Tokenizers.Jinja;

/// <summary>The variable <c>loop</c>: where a loop stands.</summary>
/// <param name="items">What the loop goes through.</param>
internal sealed class LoopState(object?[] items)
{
    private object?[]? _last;

    /// <summary>The number of the round, from 0.</summary>
    public int Index { get; set; }

    /// <summary>A member by name.</summary>
    public object? Member(RenderLimits limits, string name) => name switch
    {
        "index" => Index + 1L,
        "index0" => (long)Index,
        "revindex" => (long)items.Length - Index,
        "revindex0" => items.Length - Index - 1L,
        "first" => Index == 0,
        "last" => Index == items.Length - 1,
        "length" => (long)items.Length,
        "depth" => 1L,
        "depth0" => 0L,
        "previtem" => Index > 0 ? items[Index - 1] : new Undefined("there is no previous item"),
        "nextitem" => Index + 1 < items.Length ? items[Index + 1] : new Undefined("there is no next item"),
        "cycle" => (JinjaFunction)((_, arguments) => arguments.Positional.Length == 0
            ? throw limits.Error($"'loop.cycle' is given nothing to choose from")
            : arguments.Positional[Index % arguments.Positional.Length]),
        "changed" => (JinjaFunction)((_, arguments) => Changed(limits, arguments.Positional)),
        _ => new Undefined($"a loop has no '{name}'"),
    };

    private bool Changed(RenderLimits limits, object?[] values)
    {
        var changed = _last is null || !Values.AreEqual(limits, _last, values);
        _last = values;
        return changed;
    }
}
