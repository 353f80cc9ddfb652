using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="LstmCell"/> and its gradient: all that follows the products in one pass over the gates.</summary>
internal static unsafe class LstmKernels
{
    private const int RowsPerTask = 8;

    public static void Run(CpuBackend cpu, LstmCell operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, hidden) = (inputs[3].Shape[0], inputs[3].Shape[1]);
        cpu.Workers.For(
            (rows + RowsPerTask - 1) / RowsPerTask,
            new ForwardBody(new Gates(inputs[0].Floats, inputs[1].Floats, inputs[2].Floats, hidden), rows, inputs[3].Floats, outputs[0].Floats, outputs[1].Floats));
    }

    public static void Run(CpuBackend cpu, LstmCellGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, hidden) = (inputs[3].Shape[0], inputs[3].Shape[1]);
        var dgates = outputs[0].Exists ? outputs[0].Floats : cpu.Partials(4L * rows * hidden);
        cpu.Workers.For(
            (rows + RowsPerTask - 1) / RowsPerTask,
            new GradientBody(
                new Gates(inputs[0].Floats, inputs[1].Floats, inputs[2].Floats, hidden), rows, inputs[3].Floats, inputs[4].Floats, inputs[5].Floats, inputs[6].Floats, dgates, outputs[3].Floats));
        ColumnSums.Run(cpu, dgates, rows, 4 * hidden, outputs[1]);
        ColumnSums.Run(cpu, dgates, rows, 4 * hidden, outputs[2]);
    }

    /// <summary>The gates of all rows and their biases.</summary>
    private readonly struct Gates(float* gates, float* inputBias, float* hiddenBias, int hidden)
    {
        public int Hidden => hidden;

        /// <summary>Elements from j on of a gate before its function.</summary>
        public Vector<float> Load(int row, int gate, int j)
        {
            var at = (gate * hidden) + j;
            return VectorMath.LoadPart(gates + (4L * row * hidden) + at, hidden - j)
                + VectorMath.LoadPart(inputBias + at, hidden - j) + VectorMath.LoadPart(hiddenBias + at, hidden - j);
        }
    }

    private readonly struct ForwardBody(Gates gates, int rows, float* c, float* newHidden, float* newCell) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                for (var j = 0; j < gates.Hidden; j += Vector<float>.Count)
                {
                    var (at, left) = (((long)row * gates.Hidden) + j, gates.Hidden - j);
                    var kept = VectorMath.Sigmoid(gates.Load(row, 1, j)) * VectorMath.LoadPart(c + at, left);
                    var cell = kept + (VectorMath.Sigmoid(gates.Load(row, 0, j)) * VectorMath.Tanh(gates.Load(row, 2, j)));
                    if (newCell is not null)
                    {
                        VectorMath.StorePart(cell, newCell + at, left);
                    }

                    if (newHidden is not null)
                    {
                        VectorMath.StorePart(VectorMath.Sigmoid(gates.Load(row, 3, j)) * VectorMath.Tanh(cell), newHidden + at, left);
                    }
                }
            }
        }
    }

    /// <summary>
    /// With t = tanh(c') and d = dc' + dh' o (1 - t²): dc = d f, and before the functions di = d g i (1 - i), df = d c f (1 - f), dg = d i (1 - g²),
    /// do = dh' t o (1 - o). Reads before it writes: dgates may be the gates.
    /// </summary>
    private readonly struct GradientBody(
        Gates gates, int rows, float* c, float* newCell, float* dhidden, float* dcell, float* dgates, float* dc) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                for (var j = 0; j < gates.Hidden; j += Vector<float>.Count)
                {
                    Part(row, j, gates.Hidden - j);
                }
            }
        }

        private void Part(int row, int j, int left)
        {
            var one = Vector<float>.One;
            var at = ((long)row * gates.Hidden) + j;
            var (i, f) = (VectorMath.Sigmoid(gates.Load(row, 0, j)), VectorMath.Sigmoid(gates.Load(row, 1, j)));
            var (g, o) = (VectorMath.Tanh(gates.Load(row, 2, j)), VectorMath.Sigmoid(gates.Load(row, 3, j)));
            var t = VectorMath.Tanh(VectorMath.LoadPart(newCell + at, left));
            var dh = VectorMath.LoadPart(dhidden + at, left);
            var d = VectorMath.LoadPart(dcell + at, left) + (dh * o * (one - (t * t)));
            Store(row, 0, j, left, d * g * i * (one - i));
            Store(row, 1, j, left, d * VectorMath.LoadPart(c + at, left) * f * (one - f));
            Store(row, 2, j, left, d * i * (one - (g * g)));
            Store(row, 3, j, left, dh * t * o * (one - o));
            if (dc is not null)
            {
                VectorMath.StorePart(d * f, dc + at, left);
            }
        }

        private void Store(int row, int gate, int j, int left, Vector<float> gradient)
            => VectorMath.StorePart(gradient, dgates + (((4L * row) + gate) * gates.Hidden) + j, left);
    }
}
