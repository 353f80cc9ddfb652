namespace Sinter.Tensors.Operations;

/// <summary>Ways to rearrange tensors that users know from other libraries; all are made of <see cref="Shapes"/>.</summary>
public static class Rearranging
{
    extension(Tensor x)
    {
        /// <summary>Two dimensions exchanged; the last two where none are named.</summary>
        public Tensor Transpose(int first = -2, int second = -1)
        {
            var order = Enumerable.Range(0, x.Shape.Rank).ToArray();
            var (i, j) = (x.Shape.Normalize(first), x.Shape.Normalize(second));
            (order[i], order[j]) = (j, i);
            return i == j ? x : x.Permute(order);
        }

        /// <summary>A dimension of size 1 put in before a dimension; at the end for -1.</summary>
        public Tensor Unsqueeze(int dimension)
        {
            var index = dimension < 0 ? dimension + x.Shape.Rank + 1 : dimension;
            return (uint)index <= (uint)x.Shape.Rank
                ? x.Reshape(new Shape([.. x.Shape.ToArray()[..index], 1, .. x.Shape.ToArray()[index..]]))
                : throw new ArgumentOutOfRangeException(nameof(dimension), $"Unsqueeze was given {x.Shape} and dimension {dimension}, where there can be none.");
        }

        /// <summary>Without a dimension, whose size must be 1.</summary>
        public Tensor Squeeze(int dimension)
        {
            var index = x.Shape.Normalize(dimension);
            return x.Shape[index] == 1
                ? x.Reshape(new Shape([.. x.Shape.ToArray()[..index], .. x.Shape.ToArray()[(index + 1)..]]))
                : throw new ArgumentException($"Squeeze was given {x.Shape} and dimension {dimension}; expected one of size 1.", nameof(dimension));
        }

        /// <summary>The tensor cut along a dimension into parts of these sizes, which add up to that of the dimension.</summary>
        public Tensor[] Split(int dimension, params int[] sizes)
        {
            if (sizes.Sum() != x.Shape[dimension])
            {
                throw new ArgumentException($"Split was given {x.Shape} and [{string.Join(", ", sizes)}]; expected sizes that add up to dimension {dimension}.", nameof(sizes));
            }

            var start = 0;
            return [.. sizes.Select(size => x.Slice(dimension, (start += size) - size, size))];
        }

        /// <summary>Tensors of one shape put side by side along a new dimension.</summary>
        public static Tensor Stack(int dimension, params Tensor[] tensors)
            => Tensor.Concatenate(dimension < 0 && tensors.Length > 0 ? dimension + tensors[0].Shape.Rank + 1 : dimension, [.. tensors.Select(tensor => tensor.Unsqueeze(dimension))]);
    }
}
