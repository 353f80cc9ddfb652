using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>The keys that queries see: always one stretch [from, to), whatever it comes from.</summary>
internal readonly unsafe struct AttentionRanges
{
    private readonly bool _cross;
    private readonly bool _causal;
    private readonly int _window;

    public AttentionRanges(AttentionOptions options)
        : this(options.Cross, options.Causal, options.Window)
    {
    }

    private AttentionRanges(bool cross, bool causal, int window) => (_cross, _causal, _window) = (cross, causal, window);

    /// <summary>Those of attention to another sequence, which are given.</summary>
    public static AttentionRanges Given => new(cross: true, causal: false, window: 0);

    /// <summary>Finds the ranges of queries [first, last) of one sequence.</summary>
    /// <param name="seen">The sequence's document starts [time], or its key ranges [time, 2].</param>
    /// <param name="first">The first query.</param>
    /// <param name="last">The query after the last.</param>
    /// <param name="time">Queries of the sequence.</param>
    /// <param name="keyTime">Keys of the sequence.</param>
    /// <param name="from">Takes the first key of each query.</param>
    /// <param name="to">Takes the key after the last of each query.</param>
    public void Fill(int* seen, int first, int last, int time, int keyTime, int* from, int* to)
    {
        if (_cross)
        {
            for (var q = first; q < last; q++, from++, to++)
            {
                *from = Math.Clamp(seen[2 * q], 0, keyTime);
                *to = Math.Clamp(seen[(2 * q) + 1], *from, keyTime);
            }

            return;
        }

        var end = last;
        while (!_causal && end < time && seen[end] == seen[last - 1])
        {
            end++;
        }

        for (var q = last - 1; q >= first; q--)
        {
            if (q + 1 < last && seen[q] != seen[q + 1])
            {
                end = q + 1;
            }

            from[q - first] = Math.Clamp(seen[q], 0, q);
            to[q - first] = _causal ? q + 1 : end;
            if (_window > 0)
            {
                from[q - first] = Math.Max(from[q - first], q - _window + 1);
                to[q - first] = (int)Math.Min(to[q - first], q + (long)_window);
            }
        }
    }

    /// <summary>The first key that any of some queries sees, and the one after the last.</summary>
    public static (int From, int To) Union(int* from, int* to, int queries)
    {
        var (first, last) = (int.MaxValue, 0);
        for (var q = 0; q < queries; q++)
        {
            if (from[q] < to[q])
            {
                first = Math.Min(first, from[q]);
                last = Math.Max(last, to[q]);
            }
        }

        return (Math.Min(first, last), last);
    }
}
