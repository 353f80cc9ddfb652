using System.Numerics;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// The sizes of a convolution, and how its windows become the columns of a matrix (im2col): row (channel, tap) and column p hold what window p reads there.
/// Columns are made block by block, so that a block stays in cache until it has been multiplied. Blocks depend on sizes only.
/// </summary>
internal readonly struct ConvolutionLayout(WindowAxis vertical, WindowAxis horizontal, int groups, Shape input, Shape output)
{
    /// <summary>Floats of a block of columns: half a megabyte, which the outer cache of a core holds beside the packed panels.</summary>
    private const int BlockFloats = 1 << 17;

    /// <summary>Rows of the matrix that one task of a gradient owns, about.</summary>
    private const int RowsPerTask = 192;

    public int Batch { get; } = input[0];

    public int Groups { get; } = groups;

    /// <summary>Channels of a group.</summary>
    public int Channels { get; } = input[1] / groups;

    /// <summary>Outputs of a group.</summary>
    public int Outputs { get; } = output[1] / groups;

    public int Taps { get; } = vertical.Size * horizontal.Size;

    /// <summary>Elements of a plane of the input.</summary>
    public int Plane { get; } = input[2] * input[3];

    /// <summary>Windows: elements of a plane of the output.</summary>
    public int Windows { get; } = output[2] * output[3];

    /// <summary>Rows of the matrix: what an output reads.</summary>
    public int Depth => Channels * Taps;

    /// <summary>Whether the matrix of windows is the input itself.</summary>
    public bool IsPointwise { get; } = vertical.IsIdentity && horizontal.IsIdentity;

    /// <summary>Whether each group has one channel and one output.</summary>
    public bool IsDepthwise => Channels == 1 && Outputs == 1;

    /// <summary>Elements of a row between those that neighbouring windows read.</summary>
    public int HorizontalStride { get; } = horizontal.Stride;

    public int ChannelsPerTask => Math.Clamp(RowsPerTask / Taps, 1, Channels);

    public int ChannelTasks => (Channels + ChannelsPerTask - 1) / ChannelsPerTask;

    /// <summary>Rows of the matrix that a task of a gradient owns.</summary>
    public int TaskRows => ChannelsPerTask * Taps;

    /// <summary>Those of the last task, which may own fewer, and so takes blocks of more windows.</summary>
    public int LastTaskRows => (Channels - ((ChannelTasks - 1) * ChannelsPerTask)) * Taps;

    /// <summary>Windows of a block for so many rows: a whole number of the widest tiles.</summary>
    public int BlockWindows(int rows) => Math.Min(Windows, Math.Max(64, BlockFloats / rows / 32 * 32));

    /// <summary>The first plane of a group's channels, or of its outputs.</summary>
    public unsafe float* Input(float* x, int batch, int group, int channel = 0) => x + (((((long)batch * Groups) + group) * Channels) + channel) * Plane;

    public unsafe float* Output(float* y, int batch, int group, int index = 0) => y + (((((long)batch * Groups) + group) * Outputs) + index) * Windows;

    /// <summary>The columns of windows [first, first + count) for some channels: copied, or where they lie.</summary>
    public unsafe Matrix Columns(float* planes, int channels, int first, int count, float* copy)
    {
        if (IsPointwise)
        {
            return Matrix.RowMajor(planes + first, Plane);
        }

        for (var row = 0; row < channels * Taps; row++)
        {
            var to = copy + ((long)row * count);
            foreach (var run in Runs(row % Taps, first, count))
            {
                var from = planes + ((long)(row / Taps) * Plane) + run.Input;
                new Span<float>(to + run.Skipped, run.Start - run.Skipped).Clear();
                if (horizontal.Stride == 1)
                {
                    new Span<float>(from, run.Count).CopyTo(new Span<float>(to + run.Start, run.Count));
                    continue;
                }

                for (var j = 0; j < run.Count; j++)
                {
                    to[run.Start + j] = from[j * horizontal.Stride];
                }
            }
        }

        return Matrix.RowMajor(copy, count);
    }

    /// <summary>Adds columns back to the elements that they were read from.</summary>
    public unsafe void AddBack(float* columns, float* planes, int channels, int first, int count)
    {
        for (var row = 0; row < channels * Taps; row++)
        {
            var from = columns + ((long)row * count);
            foreach (var run in Runs(row % Taps, first, count))
            {
                var to = planes + ((long)(row / Taps) * Plane) + run.Input;
                var j = 0;
                for (; horizontal.Stride == 1 && j + Vector<float>.Count <= run.Count; j += Vector<float>.Count)
                {
                    Vector.Store(Vector.Load(to + j) + Vector.Load(from + run.Start + j), to + j);
                }

                for (; j < run.Count; j++)
                {
                    to[j * horizontal.Stride] += from[run.Start + j];
                }
            }
        }
    }

    /// <summary>The runs of windows, within rows of the output, whose element at a tap lies inside the input; one without any closes the row.</summary>
    public RunEnumerator Runs(int tap, int first, int count) => new(vertical, horizontal, input[2], input[3], output[3], tap, first, count);

    /// <summary>A run of windows: columns [Start, Start + Count) of the block read the plane from Input on; columns [Skipped, Start) are padding.</summary>
    public readonly record struct Run(int Skipped, int Start, int Count, int Input);

    public ref struct RunEnumerator(WindowAxis vertical, WindowAxis horizontal, int height, int width, int outputWidth, int tap, int first, int count)
    {
        private readonly (int First, int End) _inside = horizontal.Inside(tap % horizontal.Size, width);
        private int _done;

        public Run Current { get; private set; }

        public readonly RunEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            // Every row of windows is one run, after whose end the padding belongs to the next one.
            var skipped = Current.Start + Current.Count;
            if (_done == count)
            {
                var ends = skipped < count;
                Current = new Run(skipped, count, 0, 0);
                return ends;
            }

            var (row, column) = ((first + _done) / outputWidth, (first + _done) % outputWidth);
            var length = Math.Min(outputWidth - column, count - _done);
            var y = (row * vertical.Stride) - vertical.Before + (tap / horizontal.Size * vertical.Dilation);
            var start = Math.Clamp(_inside.First, column, column + length);
            var end = y < 0 || y >= height ? start : Math.Clamp(_inside.End, start, column + length);
            var x = (start * horizontal.Stride) - horizontal.Before + (tap % horizontal.Size * horizontal.Dilation);
            Current = new Run(skipped, _done + start - column, end - start, end == start ? 0 : (y * width) + x);
            _done += length;
            return true;
        }
    }
}
