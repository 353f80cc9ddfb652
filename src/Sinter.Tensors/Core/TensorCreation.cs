using Sinter.Tensors.Cpu;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors;

/// <summary>Makes tensors from shapes, arrays and random streams; on the processor where no backend is named.</summary>
public static class TensorCreation
{
    extension(Tensor)
    {
        /// <summary>A tensor of zeros, such as <c>Tensor.Zeros([2, 3])</c>.</summary>
        public static Tensor Zeros(Shape shape, DataType type = DataType.Float32, bool requiresGradient = false)
            => Tensor.Zeros(CpuBackend.Shared, shape, type, requiresGradient);

        /// <summary>A tensor of ones.</summary>
        public static Tensor Ones(Shape shape, DataType type = DataType.Float32, bool requiresGradient = false, Backend? backend = null)
            => Tensor.Full(shape, 1, type, requiresGradient, backend);

        /// <summary>A tensor whose elements are all one number; integers are rounded towards 0.</summary>
        public static Tensor Full(Shape shape, double value, DataType type = DataType.Float32, bool requiresGradient = false, Backend? backend = null)
        {
            var tensor = Tensor.Zeros(backend ?? CpuBackend.Shared, shape, type, requiresGradient);
            switch (type)
            {
                case DataType.Float64:
                    tensor.AsSpan<double>().Fill(value);
                    break;
                case DataType.Int32:
                    tensor.AsSpan<int>().Fill((int)value);
                    break;
                default:
                    tensor.AsSpan<float>().Fill((float)value);
                    break;
            }

            return tensor;
        }

        /// <summary>A tensor that holds a copy of the values; of one dimension where no shape is given: <c>Tensor.From([1f, 2f])</c>.</summary>
        /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
        public static Tensor From<T>(ReadOnlySpan<T> values, Shape? shape = null, bool requiresGradient = false, Backend? backend = null)
            where T : unmanaged
            => Tensor.From(backend ?? CpuBackend.Shared, values, shape ?? [values.Length], requiresGradient);

        /// <summary>A tensor of two dimensions that holds a copy of the values.</summary>
        public static Tensor From<T>(T[,] values, bool requiresGradient = false, Backend? backend = null)
            where T : unmanaged
            => Tensor.From<T>(backend ?? CpuBackend.Shared, [.. values.Cast<T>()], [values.GetLength(0), values.GetLength(1)], requiresGradient);

        /// <summary>The integers 0, 1, ... below <paramref name="end"/>, as positions and indices want them.</summary>
        public static Tensor Arange(int end, Backend? backend = null) => Tensor.Arange(0, end, backend);

        /// <summary>The integers from <paramref name="start"/> on, below <paramref name="end"/>.</summary>
        public static Tensor Arange(int start, int end, Backend? backend = null)
            => end > start
                ? Tensor.From<int>(backend ?? CpuBackend.Shared, [.. Enumerable.Range(start, end - start)], [end - start])
                : throw new ArgumentException($"Arange was given {start} and {end}; expected an end after the start.", nameof(end));

        /// <summary>Random numbers of a normal distribution, drawn from a stream: the same stream gives the same numbers.</summary>
        public static Tensor Normal(
            RandomStream random, Shape shape, double mean = 0, double deviation = 1, bool requiresGradient = false, Backend? backend = null)
            => Tensor.Draw(shape, () => mean + (deviation * random.NextNormal()), requiresGradient, backend);

        /// <summary>Random numbers, each as likely from a minimum on to below a maximum, drawn from a stream.</summary>
        public static Tensor Uniform(
            RandomStream random, Shape shape, double minimum = 0, double maximum = 1, bool requiresGradient = false, Backend? backend = null)
            => Tensor.Draw(shape, () => minimum + ((maximum - minimum) * random.NextDouble()), requiresGradient, backend);

        private static Tensor Draw(Shape shape, Func<double> next, bool requiresGradient, Backend? backend)
        {
            var tensor = Tensor.Zeros(backend ?? CpuBackend.Shared, shape, requiresGradient: requiresGradient);
            foreach (ref var value in tensor.AsSpan<float>())
            {
                value = (float)next();
            }

            return tensor;
        }
    }
}
