using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="GruCell"/> and its gradient: all that follows the products in one pass over the gates.</summary>
internal static unsafe class GruKernels
{
    private const int RowsPerTask = 8;

    public static void Run(CpuBackend cpu, GruCell operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, hidden) = (inputs[4].Shape[0], inputs[4].Shape[1]);
        cpu.Workers.For(
            (rows + RowsPerTask - 1) / RowsPerTask,
            new ForwardBody(
                new Gates(inputs[0].Floats, inputs[2].Floats, hidden), new Gates(inputs[1].Floats, inputs[3].Floats, hidden), rows, inputs[4].Floats, outputs[0].Floats));
    }

    public static void Run(CpuBackend cpu, GruCellGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (rows, hidden) = (inputs[4].Shape[0], inputs[4].Shape[1]);
        var gates = 3L * rows * hidden;
        var spare = outputs[0].Exists && outputs[1].Exists ? null : cpu.Partials(2 * gates);
        var dinput = outputs[0].Exists ? outputs[0].Floats : spare;
        var dhidden = outputs[1].Exists ? outputs[1].Floats : spare + gates;
        cpu.Workers.For(
            (rows + RowsPerTask - 1) / RowsPerTask,
            new GradientBody(
                new Gates(inputs[0].Floats, inputs[2].Floats, hidden), new Gates(inputs[1].Floats, inputs[3].Floats, hidden), rows, inputs[4].Floats, inputs[5].Floats, dinput, dhidden, outputs[4].Floats));
        ColumnSums.Run(cpu, dinput, rows, 3 * hidden, outputs[2]);
        ColumnSums.Run(cpu, dhidden, rows, 3 * hidden, outputs[3]);
    }

    /// <summary>Gates of all rows and their bias.</summary>
    private readonly struct Gates(float* gates, float* bias, int hidden)
    {
        public int Hidden => hidden;

        /// <summary>Elements from j on of a gate before its function.</summary>
        public Vector<float> Load(int row, int gate, int j)
            => VectorMath.LoadPart(gates + (((3L * row) + gate) * hidden) + j, hidden - j) + VectorMath.LoadPart(bias + (gate * hidden) + j, hidden - j);
    }

    private readonly struct ForwardBody(Gates a, Gates b, int rows, float* h, float* y) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                for (var j = 0; j < a.Hidden; j += Vector<float>.Count)
                {
                    var (at, left) = (((long)row * a.Hidden) + j, a.Hidden - j);
                    var r = VectorMath.Sigmoid(a.Load(row, 0, j) + b.Load(row, 0, j));
                    var z = VectorMath.Sigmoid(a.Load(row, 1, j) + b.Load(row, 1, j));
                    var n = VectorMath.Tanh(Vector.FusedMultiplyAdd(r, b.Load(row, 2, j), a.Load(row, 2, j)));
                    VectorMath.StorePart(Vector.FusedMultiplyAdd(z, VectorMath.LoadPart(h + at, left) - n, n), y + at, left);
                }
            }
        }
    }

    /// <summary>
    /// dh = dh' z, and before the functions dn = dh' (1 - z) (1 - n²), dz = dh' (h - n) z (1 - z), dr = dn b_n r (1 - r); b_n gets dn r.
    /// Reads before it writes: the input gates' gradient may be the input gates.
    /// </summary>
    private readonly struct GradientBody(Gates a, Gates b, int rows, float* h, float* dy, float* dinput, float* dhidden, float* dh) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var row = index * RowsPerTask; row < Math.Min(rows, (index + 1) * RowsPerTask); row++)
            {
                for (var j = 0; j < a.Hidden; j += Vector<float>.Count)
                {
                    Part(row, j, a.Hidden - j);
                }
            }
        }

        private void Part(int row, int j, int left)
        {
            var one = Vector<float>.One;
            var at = ((long)row * a.Hidden) + j;
            var hiddenNew = b.Load(row, 2, j);
            var r = VectorMath.Sigmoid(a.Load(row, 0, j) + b.Load(row, 0, j));
            var z = VectorMath.Sigmoid(a.Load(row, 1, j) + b.Load(row, 1, j));
            var n = VectorMath.Tanh(Vector.FusedMultiplyAdd(r, hiddenNew, a.Load(row, 2, j)));
            var d = VectorMath.LoadPart(dy + at, left);
            var dn = d * (one - z) * (one - (n * n));
            var dz = d * (VectorMath.LoadPart(h + at, left) - n) * z * (one - z);
            var dr = dn * hiddenNew * r * (one - r);
            var offset = (3 * (at - j)) + j;
            VectorMath.StorePart(dr, dinput + offset, left);
            VectorMath.StorePart(dz, dinput + offset + a.Hidden, left);
            VectorMath.StorePart(dn, dinput + offset + (2 * a.Hidden), left);
            VectorMath.StorePart(dr, dhidden + offset, left);
            VectorMath.StorePart(dz, dhidden + offset + a.Hidden, left);
            VectorMath.StorePart(dn * r, dhidden + offset + (2 * a.Hidden), left);
            if (dh is not null)
            {
                VectorMath.StorePart(d * z, dh + at, left);
            }
        }
    }
}
