using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="MaximumPooling"/> (for floats and doubles) and <see cref="AveragePooling"/>, and of their gradients; a task owns some planes.</summary>
internal static unsafe class PoolingKernels
{
    private const int ElementsPerTask = 8192;

    public static void Run(CpuBackend cpu, MaximumPooling operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var grid = new Grid(operation.Vertical, operation.Horizontal, inputs[0].Shape, outputs[0].Shape);
        if (inputs[0].Type == DataType.Float64)
        {
            cpu.Workers.For(grid.Tasks, new MaximumBody<double>(grid, (double*)inputs[0].Pointer, (double*)outputs[0].Pointer, outputs[1].Integers));
        }
        else
        {
            cpu.Workers.For(grid.Tasks, new MaximumBody<float>(grid, inputs[0].Floats, outputs[0].Floats, outputs[1].Integers));
        }
    }

    public static void Run(CpuBackend cpu, MaximumPoolingGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var grid = new Grid(WindowAxis.None, WindowAxis.None, outputs[0].Shape, inputs[0].Shape);
        if (inputs[0].Type == DataType.Float64)
        {
            cpu.Workers.For(grid.Tasks, new MaximumGradientBody<double>(grid, (double*)inputs[0].Pointer, inputs[1].Integers, (double*)outputs[0].Pointer));
        }
        else
        {
            cpu.Workers.For(grid.Tasks, new MaximumGradientBody<float>(grid, inputs[0].Floats, inputs[1].Integers, outputs[0].Floats));
        }
    }

    public static void Run(CpuBackend cpu, AveragePooling operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var grid = new Grid(operation.Vertical, operation.Horizontal, inputs[0].Shape, outputs[0].Shape);
        cpu.Workers.For(grid.Tasks, new AverageBody(grid, operation.CountPadding, inputs[0].Floats, outputs[0].Floats));
    }

    public static void Run(CpuBackend cpu, AveragePoolingGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var grid = new Grid(operation.Vertical, operation.Horizontal, outputs[0].Shape, inputs[0].Shape);
        cpu.Workers.For(grid.Tasks, new AverageGradientBody(grid, operation.CountPadding, inputs[0].Floats, outputs[0].Floats));
    }

    /// <summary>Planes of the input and of the output, and the part of each window that lies inside the input.</summary>
    private readonly struct Grid(WindowAxis vertical, WindowAxis horizontal, Shape input, Shape output)
    {
        private readonly int _planes = input[0] * input[1];

        public int Rows { get; } = output[2];

        public int Columns { get; } = output[3];

        public int Width { get; } = input[3];

        public int Plane { get; } = input[2] * input[3];

        public int Windows { get; } = output[2] * output[3];

        public int Taps { get; } = vertical.Size * horizontal.Size;

        public int PlanesPerTask => Math.Max(1, ElementsPerTask / Plane);

        public int Tasks => (_planes + PlanesPerTask - 1) / PlanesPerTask;

        public int Planes(int task) => Math.Min(PlanesPerTask, _planes - (task * PlanesPerTask));

        public Reach Down(int row) => Reach.Of(vertical, row, input[2]);

        public Reach Across(int column) => Reach.Of(horizontal, column, input[3]);
    }

    /// <summary>The elements of one dimension that a window reads: First, First + Step, ... below End.</summary>
    private readonly record struct Reach(int First, int End, int Step)
    {
        public int Count => (End - First + Step - 1) / Step;

        public static Reach Of(WindowAxis axis, int index, int length)
        {
            var begin = (index * axis.Stride) - axis.Before;
            var skipped = begin >= 0 ? 0 : (-begin + axis.Dilation - 1) / axis.Dilation;
            return new(begin + (skipped * axis.Dilation), Math.Min(length, begin + ((axis.Size - 1) * axis.Dilation) + 1), axis.Dilation);
        }
    }

    private readonly struct MaximumBody<T>(Grid grid, T* x, T* y, int* places) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int index, Worker worker)
        {
            for (var plane = (long)index * grid.PlanesPerTask; plane < ((long)index * grid.PlanesPerTask) + grid.Planes(index); plane++)
            {
                var from = x + (plane * grid.Plane);
                var to = plane * grid.Windows;
                for (var row = 0; row < grid.Rows; row++)
                {
                    var down = grid.Down(row);
                    for (var column = 0; column < grid.Columns; column++, to++)
                    {
                        var place = Largest(from, down, grid.Across(column));
                        y[to] = from[place];
                        if (places is not null)
                        {
                            places[to] = place;
                        }
                    }
                }
            }
        }

        private int Largest(T* from, Reach down, Reach across)
        {
            var place = (down.First * grid.Width) + across.First;
            for (var i = down.First; i < down.End; i += down.Step)
            {
                for (var j = across.First; j < across.End; j += across.Step)
                {
                    // Not "less or equal": a not-a-number is never passed by, and the first of equals stays.
                    var value = from[(i * grid.Width) + j];
                    if (value > from[place] || (T.IsNaN(value) && !T.IsNaN(from[place])))
                    {
                        place = (i * grid.Width) + j;
                    }
                }
            }

            return place;
        }
    }

    private readonly struct MaximumGradientBody<T>(Grid grid, T* dy, int* places, T* dx) : IParallelBody
        where T : unmanaged, INumber<T>
    {
        public void Run(int index, Worker worker)
        {
            for (var plane = (long)index * grid.PlanesPerTask; plane < ((long)index * grid.PlanesPerTask) + grid.Planes(index); plane++)
            {
                var to = dx + (plane * grid.Plane);
                new Span<T>(to, grid.Plane).Clear();
                for (var i = plane * grid.Windows; i < (plane + 1) * grid.Windows; i++)
                {
                    to[places[i]] += dy[i];
                }
            }
        }
    }

    private readonly struct AverageBody(Grid grid, bool countPadding, float* x, float* y) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var plane = (long)index * grid.PlanesPerTask; plane < ((long)index * grid.PlanesPerTask) + grid.Planes(index); plane++)
            {
                var from = x + (plane * grid.Plane);
                var to = y + (plane * grid.Windows);
                for (var row = 0; row < grid.Rows; row++)
                {
                    var down = grid.Down(row);
                    for (var column = 0; column < grid.Columns; column++)
                    {
                        var across = grid.Across(column);
                        var sum = 0f;
                        for (var i = down.First; i < down.End; i += down.Step)
                        {
                            for (var j = across.First; j < across.End; j += across.Step)
                            {
                                sum += from[(i * grid.Width) + j];
                            }
                        }

                        *to++ = sum / (countPadding ? grid.Taps : down.Count * across.Count);
                    }
                }
            }
        }
    }

    private readonly struct AverageGradientBody(Grid grid, bool countPadding, float* dy, float* dx) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var plane = (long)index * grid.PlanesPerTask; plane < ((long)index * grid.PlanesPerTask) + grid.Planes(index); plane++)
            {
                var from = dy + (plane * grid.Windows);
                var to = dx + (plane * grid.Plane);
                new Span<float>(to, grid.Plane).Clear();
                for (var row = 0; row < grid.Rows; row++)
                {
                    var down = grid.Down(row);
                    for (var column = 0; column < grid.Columns; column++)
                    {
                        var across = grid.Across(column);
                        var share = *from++ / (countPadding ? grid.Taps : down.Count * across.Count);
                        for (var i = down.First; i < down.End; i += down.Step)
                        {
                            for (var j = across.First; j < across.End; j += across.Step)
                            {
                                to[(i * grid.Width) + j] += share;
                            }
                        }
                    }
                }
            }
        }
    }
}
