using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Unicode;

/// <summary>
/// A short stretch of text that is brought into a normalisation form: its characters are taken apart, their marks put in order, and what can be composed is composed.
/// It remembers how many characters of the original each result stands for, and is used again for the next stretch. Not for several threads at once.
/// </summary>
/// <param name="data">The tables.</param>
internal sealed class NormalizationSegment(NormalizationData data)
{
    private const int LongRun = 32;
    private const int LargestKept = 1 << 16;

    private readonly List<Part> _parts = [];

    /// <summary>
    /// A character of the result. Read from left to right, <see cref="Taken"/> says how many characters of the original it uses up: one and sometimes more where
    /// characters were composed; none where it is a further part of a character that was taken apart.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Part(int CodePoint, int Taken);

    /// <summary>The characters of the result.</summary>
    public ReadOnlySpan<Part> Parts => CollectionsMarshal.AsSpan(_parts);

    /// <summary>Whether the last character of the result is a mark that has an order.</summary>
    public bool EndsInMark => _parts.Count > 0 && ClassOf(_parts[^1].CodePoint) != 0;

    /// <summary>Whether a character, taken apart, begins with a mark that has an order.</summary>
    public bool BeginsWithMark(int codePoint)
    {
        var to = data.Decomposition(codePoint, compatible: false);
        return ClassOf(to.IsEmpty ? codePoint : to[0]) != 0;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _parts.Clear();
        if (_parts.Capacity > LargestKept)
        {
            _parts.Capacity = 0;
        }
    }

    /// <summary>Takes a character apart and adds it.</summary>
    public void Add(int codePoint, bool compatible)
    {
        if (Hangul.IsSyllable(codePoint))
        {
            var (lead, vowel, trail) = Hangul.Decompose(codePoint);
            _parts.Add(new Part(lead, 1));
            _parts.Add(new Part(vowel, 0));
            if (trail != 0)
            {
                _parts.Add(new Part(trail, 0));
            }

            return;
        }

        var to = data.Decomposition(codePoint, compatible);
        _parts.Add(new Part(to.IsEmpty ? codePoint : to[0], 1));
        for (var i = 1; i < to.Length; i++)
        {
            _parts.Add(new Part(to[i], 0));
        }
    }

    /// <summary>Sorts each run of marks by combining class; marks of one class keep their order.</summary>
    public void OrderMarks()
    {
        for (var start = 0; start < _parts.Count; start++)
        {
            if (ClassOf(_parts[start].CodePoint) == 0)
            {
                continue;
            }

            var end = start + 1;
            while (end < _parts.Count && ClassOf(_parts[end].CodePoint) != 0)
            {
                end++;
            }

            OrderRun(CollectionsMarshal.AsSpan(_parts)[start..end]);
            start = end;
        }
    }

    /// <summary>Composes what can be, after the marks were ordered.</summary>
    public void Compose()
    {
        var starter = -1;
        var lastClass = 0;
        var written = 0;
        for (var i = 0; i < _parts.Count; i++)
        {
            var part = _parts[i];
            var combiningClass = ClassOf(part.CodePoint);

            // A mark is kept from the starter by one of its own class or higher between them, and a starter by any mark between them.
            var reaches = starter >= 0 && (written == starter + 1 || (lastClass != 0 && lastClass < combiningClass));
            var composed = reaches ? ComposePair(_parts[starter].CodePoint, part.CodePoint) : -1;
            if (composed >= 0)
            {
                _parts[starter] = new Part(composed, _parts[starter].Taken + part.Taken);
                continue;
            }

            if (combiningClass == 0)
            {
                starter = written;
            }

            lastClass = combiningClass;
            _parts[written++] = part;
        }

        _parts.RemoveRange(written, _parts.Count - written);
    }

    private int ClassOf(int codePoint) => data[codePoint] & CharacterProperties.CombiningClass;

    private void OrderRun(Span<Part> run)
    {
        if (run.Length > LongRun)
        {
            // The place in the run is part of the key: that keeps the order, at n log n also for a run made to be long.
            var keys = new long[run.Length];
            for (var i = 0; i < run.Length; i++)
            {
                keys[i] = ((long)ClassOf(run[i].CodePoint) << 32) | (uint)i;
            }

            keys.AsSpan().Sort(run);
            return;
        }

        for (var i = 1; i < run.Length; i++)
        {
            var part = run[i];
            var at = i;
            for (; at > 0 && ClassOf(run[at - 1].CodePoint) > ClassOf(part.CodePoint); at--)
            {
                run[at] = run[at - 1];
            }

            run[at] = part;
        }
    }

    private int ComposePair(int first, int second)
    {
        var syllable = Hangul.Compose(first, second);
        return syllable >= 0 ? syllable : data.Compose(first, second);
    }
}
