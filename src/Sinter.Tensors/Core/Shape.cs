using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors;

/// <summary>The sizes of a tensor's dimensions, outermost first; at most <see cref="MaximumRank"/> of them. A scalar has none.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The most dimensions a tensor can have.</summary>
    public const int MaximumRank = 6;

    private readonly Sizes _sizes;

    /// <summary>Makes a shape of the given sizes.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaximumRank"/> sizes, or one that is not positive.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaximumRank)
        {
            throw new ArgumentException($"A tensor has at most {MaximumRank} dimensions, not {sizes.Length}.", nameof(sizes));
        }

        Rank = sizes.Length;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] <= 0)
            {
                throw new ArgumentException($"Dimension {i} of a shape is {sizes[i]}; sizes are positive.", nameof(sizes));
            }

            _sizes[i] = sizes[i];
        }
    }

    /// <summary>The number of dimensions.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of all sizes, 1 for a scalar.</summary>
    public long Count
    {
        get
        {
            var count = 1L;
            for (var i = 0; i < Rank; i++)
            {
                count = checked(count * _sizes[i]);
            }

            return count;
        }
    }

    /// <summary>The size of a dimension; negative indices count from the innermost (-1).</summary>
    public int this[int dimension] => _sizes[Normalize(dimension)];

    /// <summary>The size of a dimension, such as <c>^1</c> for the innermost.</summary>
    public int this[Index dimension] => _sizes[Normalize(dimension.GetOffset(Rank))];

    /// <summary>Whether the shapes are the same.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether the shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Makes a shape, for collection expressions such as <c>[2, 3]</c>.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>The product of the sizes of dimensions [from, to).</summary>
    public long Product(int from, int to)
    {
        var product = 1L;
        for (var i = from; i < to; i++)
        {
            product *= _sizes[i];
        }

        return product;
    }

    /// <summary>This shape with one dimension's size replaced.</summary>
    public Shape With(int dimension, int size)
    {
        Span<int> sizes = stackalloc int[MaximumRank];
        CopyTo(sizes);
        sizes[Normalize(dimension)] = size;
        return new Shape(sizes[..Rank]);
    }

    /// <summary>Writes the sizes to <paramref name="destination"/>.</summary>
    public void CopyTo(Span<int> destination)
    {
        for (var i = 0; i < Rank; i++)
        {
            destination[i] = _sizes[i];
        }
    }

    /// <summary>The sizes as an array.</summary>
    public int[] ToArray()
    {
        var sizes = new int[Rank];
        CopyTo(sizes);
        return sizes;
    }

    /// <summary>The index of a dimension given from either end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int Normalize(int dimension)
    {
        var index = dimension < 0 ? dimension + Rank : dimension;
        return (uint)index < (uint)Rank
            ? index
            : throw new ArgumentOutOfRangeException(nameof(dimension), $"The shape {this} has no dimension {dimension}.");
    }

    /// <summary>The sizes one by one.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ToArray()).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape other)
    {
        if (Rank != other.Rank)
        {
            return false;
        }

        for (var i = 0; i < Rank; i++)
        {
            if (_sizes[i] != other._sizes[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (var i = 0; i < Rank; i++)
        {
            hash.Add(_sizes[i]);
        }

        return hash.ToHashCode();
    }

    /// <summary>For example <c>[2, 3]</c>; <c>[]</c> for a scalar.</summary>
    public override string ToString()
        => "[" + string.Join(", ", ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture))) + "]";

    [InlineArray(MaximumRank)]
    private struct Sizes
    {
        private int _first;
    }
}
