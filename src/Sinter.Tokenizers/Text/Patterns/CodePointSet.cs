namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>A set of code points, which never changes: the places, in order, at which membership begins or ends.</summary>
internal sealed class CodePointSet
{
    /// <summary>The number of code points.</summary>
    public const int CodePoints = 0x110000;

    private readonly int[] _bounds;

    private CodePointSet(int[] bounds)
    {
        _bounds = bounds;
    }

    /// <summary>No code point.</summary>
    public static CodePointSet Empty { get; } = new([]);

    /// <summary>Every code point.</summary>
    public static CodePointSet All { get; } = new([0, CodePoints]);

    /// <summary>The ranges of the set, of which both ends belong to it.</summary>
    public IEnumerable<(int First, int Last)> Ranges
    {
        get
        {
            for (var i = 0; i < _bounds.Length; i += 2)
            {
                yield return (_bounds[i], _bounds[i + 1] - 1);
            }
        }
    }

    /// <summary>Whether it holds one code point and no other.</summary>
    public bool IsOne => _bounds is [var first, var end] && end == first + 1;

    /// <summary>One code point.</summary>
    public static CodePointSet One(int codePoint) => Range(codePoint, codePoint);

    /// <summary>The code points from one to another, both of which belong to the set.</summary>
    public static CodePointSet Range(int first, int last) => new([first, last + 1]);

    /// <summary>The code points of ranges, of which both ends belong to the set.</summary>
    public static CodePointSet Of(IEnumerable<(int First, int Last)> ranges)
    {
        var bounds = new List<int>();
        foreach (var (first, last) in ranges.Order())
        {
            if (bounds.Count > 0 && first <= bounds[^1])
            {
                bounds[^1] = Math.Max(bounds[^1], last + 1);
            }
            else
            {
                bounds.AddRange([first, last + 1]);
            }
        }

        return new CodePointSet([.. bounds]);
    }

    /// <summary>Whether a code point belongs to the set.</summary>
    public bool Contains(int codePoint)
    {
        var place = Array.BinarySearch(_bounds, codePoint);
        return ((place < 0 ? ~place : place + 1) & 1) == 1;
    }

    /// <summary>The code points that do not belong to the set.</summary>
    public CodePointSet Negate()
    {
        ReadOnlySpan<int> bounds = _bounds is [.., CodePoints] ? _bounds.AsSpan(..^1) : [.. _bounds, CodePoints];
        return new CodePointSet(bounds is [0, ..] ? [.. bounds[1..]] : [0, .. bounds]);
    }

    /// <summary>The code points that belong to either set.</summary>
    public CodePointSet Union(CodePointSet other) => Of(Ranges.Concat(other.Ranges));

    /// <summary>The code points that belong to both sets.</summary>
    public CodePointSet Intersect(CodePointSet other) => Negate().Union(other.Negate()).Negate();
}
