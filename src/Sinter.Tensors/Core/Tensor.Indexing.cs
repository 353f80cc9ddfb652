using System.Runtime.CompilerServices;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors;

/// <summary>One place between the brackets of <c>x[2, 1..3]</c>: a number, whose dimension then is gone, or a range.</summary>
public readonly struct TensorIndex
{
    private readonly Range _range;
    private readonly bool _one;

    private TensorIndex(Range range, bool one)
    {
        _range = range;
        _one = one;
    }

    /// <summary>One element of a dimension.</summary>
    public static implicit operator TensorIndex(int index) => new(index..(index + 1), one: true);

    /// <summary>One element of a dimension, such as <c>^1</c> for the last.</summary>
    public static implicit operator TensorIndex(Index index)
        => new(new Range(index, index.IsFromEnd ? new Index(index.Value - 1, fromEnd: true) : index.Value + 1), one: true);

    /// <summary>Elements of a dimension.</summary>
    public static implicit operator TensorIndex(Range range) => new(range, one: false);

    /// <summary>Where the elements start, how many there are, and whether the dimension stays.</summary>
    internal (int Start, int Length, bool Stays) Of(int size)
    {
        var start = _range.Start.GetOffset(size);
        return (start, _range.End.GetOffset(size) - start, !_one);
    }

    /// <inheritdoc/>
    public override string ToString() => _one ? $"{_range.Start}" : $"{_range}";
}

/// <content>Parts of a tensor.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// The elements that numbers and ranges name, first dimension first: of x [4, 5, 6], <c>x[2]</c> is [5, 6], <c>x[1..3, ^1]</c> is [2, 6]. Dimensions that
    /// are not named stay whole. It is a copy, and gradients flow through it.
    /// </summary>
    /// <exception cref="ArgumentException">There are no such elements.</exception>
    [IndexerName("Parts")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            var part = this;
            var sizes = new List<int>();
            for (var dimension = 0; dimension < Math.Max(Shape.Rank, indices.Length); dimension++)
            {
                if (dimension >= Shape.Rank)
                {
                    throw new ArgumentException($"Slice was given {Shape} and {indices.Length} indices; expected one for each dimension at most.", nameof(indices));
                }

                var size = Shape[dimension];
                var (start, length, stays) = dimension < indices.Length ? indices[dimension].Of(size) : (0, size, true);
                if (start < 0 || length <= 0 || start + length > size)
                {
                    throw new ArgumentException(
                        $"Slice was given {Shape} and the index {indices[dimension]} of dimension {dimension}; there is no such element.", nameof(indices));
                }

                part = length == size ? part : part.Slice(dimension, start, length);
                if (stays)
                {
                    sizes.Add(length);
                }
            }

            return part.Reshape(new Shape([.. sizes]));
        }
    }
}
