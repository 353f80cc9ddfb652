using Sinter.Tensors.Cpu;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Cpu;

/// <summary>Products whose right matrix lies in 16 bits or in 4: the same bits as of the same numbers in 32, without these in memory.</summary>
public sealed class NarrowProductTests
{
    private static readonly CpuBackend Cpu = new(2);

    /// <summary>Rows on both sides of where products are thin; edges of tiles, of panels and of blocks; depths that fill no vector.</summary>
    private static readonly (int Rows, int Columns, int Depth)[] Sizes =
        [(1, 1, 1), (1, 33, 5), (7, 4, 3), (12, 32, 8), (13, 35, 17), (29, 31, 400), (205, 67, 11), (5, 3080, 3), (3, 5, 1000), (401, 47, 390), (17, 12, 44), (20, 192, 128)];

    public static TheoryData<string, DataType> KernelsAndTypes => [.. GemmKernels.Supported.SelectMany(
        kernels => new[] { DataType.BFloat16, DataType.Float16, DataType.NormalFloat4 }, (kernels, type) => (kernels.Name, type))];

    [Theory]
    [MemberData(nameof(KernelsAndTypes))]
    public void Every_kernel_gives_the_bits_of_the_same_numbers_as_floats(string name, DataType type)
    {
        var kernels = GemmKernels.Choose(name);
        foreach (var (rows, columns, depth) in Sizes)
        {
            for (var variant = 0; variant < 4; variant++)
            {
                var problem = new GemmProblem(rows, columns, depth, (variant & 1) != 0, (variant & 2) != 0, withStart: variant == 1, rounded: type);
                var what = $"{rows}x{columns}x{depth}, variant {variant}";
                var expected = problem.Compute(kernels, workers: null);

                problem.Compute(kernels, workers: null, stored: type).ShouldBe(expected, what);
                problem.Compute(kernels, Workers.Of(2), stored: type).ShouldBe(expected, what);
            }
        }
    }

    [Theory]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.NormalFloat4)]
    public void A_product_of_few_rows_gives_the_bits_of_the_same_numbers_as_floats(DataType type)
    {
        foreach (var (rows, columns, depth) in Sizes.Where(size => size.Rows <= ThinProduct.MostRows))
        {
            var problem = new GemmProblem(rows, columns, depth, transposeA: false, transposeB: true, withStart: rows > 5, rounded: type);

            problem.Compute(GemmKernels.Chosen, Workers.Of(2), stored: type, thin: true)
                .ShouldBe(problem.Compute(GemmKernels.Chosen, Workers.Of(1), thin: true), $"{rows}x{columns}x{depth}");
        }
    }

    [Fact]
    public void Every_number_in_half_precision_is_read_as_what_it_is()
    {
        // Numbers below the normal ones, infinities and not-a-numbers too: a product by one copies them, whichever way they are read.
        var all = Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray();
        var expected = all.Select(value => (float)value).ToArray();
        foreach (var rows in (int[])[1, 20])
        {
            var ones = Tensor.From<float>(Cpu, Enumerable.Repeat(1f, rows).ToArray(), [rows, 1]);

            ones.Linear(Tensor.From<Half>(Cpu, all, [all.Length, 1])).ToArray<float>()[^all.Length..].ShouldBe(expected);
            ones.MatMul(Tensor.From<Half>(Cpu, all, [1, all.Length])).ToArray<float>()[^all.Length..].ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(1, DataType.BFloat16)]
    [InlineData(11, DataType.Float16)]
    [InlineData(16, DataType.BFloat16)]
    [InlineData(17, DataType.Float16)]
    [InlineData(131, DataType.BFloat16)]
    [InlineData(1, DataType.NormalFloat4)]
    [InlineData(16, DataType.NormalFloat4)]
    [InlineData(131, DataType.NormalFloat4)]
    public void A_linear_layer_and_the_gradient_of_its_input_have_the_bits_of_a_cast_in_front(int rows, DataType type)
    {
        var x = Normal("x", [rows, 129], requiresGradient: true);
        var (weight, bias, residual) = (Normal("weight", [75, 129]).Cast(type), Normal("bias", [75]), Normal("residual", [rows, 75]));

        var narrow = x.Linear(weight, residual, bias);
        var cast = x.Linear(weight.Cast(DataType.Float32), residual, bias);

        narrow.Type.ShouldBe(DataType.Float32);
        narrow.ToArray<float>().ShouldBe(cast.ToArray<float>());
        narrow.Square().Sum().GradientOf(x).ToArray<float>().ShouldBe(cast.Square().Sum().GradientOf(x).ToArray<float>());
    }

    [Theory]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.NormalFloat4)]
    public void A_rows_result_does_not_depend_on_the_rows_beside_it(DataType type)
    {
        var (x, weight) = (Normal("x", [11, 37]), Normal("weight", [50, 37]).Cast(type));
        var together = x.Linear(weight).ToArray<float>();

        for (var row = 0; row < 11; row++)
        {
            x[row..(row + 1)].Linear(weight).ToArray<float>().ShouldBe(together[(row * 50)..((row + 1) * 50)], $"row {row}");
        }
    }

    [Theory]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.NormalFloat4)]
    public void A_program_holds_no_narrow_weight_as_floats(DataType type)
    {
        static StepProgram Compile(DataType type)
        {
            var x = Tensor.Input(NullBackend.Instance, [4, 512]);
            var parameter = new Parameter("scale", Tensor.Zeros(NullBackend.Instance, [512], requiresGradient: true), Tensor.Zeros(NullBackend.Instance, [512]));
            return StepProgram.CompileTraining((x * parameter.Value).Linear(Tensor.Zeros(NullBackend.Instance, [512, 512], type)).Sum(), [parameter]);
        }

        var (narrow, single) = (Compile(type), Compile(DataType.Float32));

        narrow.ArenaBytes.ShouldBe(single.ArenaBytes);
        narrow.KernelCalls.Select(call => call.Operation).ShouldBe(single.KernelCalls.Select(call => call.Operation));

        // Forward, and for the gradient of the input.
        (single.BytesMoved - narrow.BytesMoved).ShouldBe(2 * (DataType.Float32.Bytes(512 * 512) - type.Bytes(512 * 512)));
    }

    [Fact]
    public void Beside_double_precision_a_narrow_matrix_is_cast_and_other_types_are_refused()
    {
        var weight = Tensor.From<Half>(Cpu, [(Half)0.1f, (Half)3], [1, 2]);

        Tensor.From<double>(Cpu, [1, 2], [1, 2]).Linear(weight).ToArray<double>().ShouldBe([(double)(Half)0.1f + 6]);
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [1, 2], DataType.Int32).Linear(weight)).Message.ShouldStartWith("MatMul was given [1, 2] Int32 and [1, 2] Float16");
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [1, 3]).Linear(weight)).Message.ShouldStartWith("MatMul was given [1, 3] Float32 and [1, 2] Float16");
    }

    private static Tensor Normal(string name, Shape shape, bool requiresGradient = false)
        => Tensor.Normal(new RandomStream(1, name), shape, requiresGradient: requiresGradient, backend: Cpu);
}
