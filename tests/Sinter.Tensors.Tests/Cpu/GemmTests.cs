using Sinter.Tensors.Cpu;
using Sinter.Tensors.Cpu.Gemm;

namespace Sinter.Tensors.Tests.Cpu;

public sealed class GemmTests
{
    /// <summary>Odd sizes: a single element, edges of tiles on either side, more than one block of the depth, of the rows and of the columns.</summary>
    private static readonly (int Rows, int Columns, int Depth)[] Sizes =
        [(1, 1, 1), (1, 33, 5), (7, 1, 3), (12, 32, 8), (13, 35, 17), (29, 31, 400), (205, 67, 11), (5, 3080, 3), (64, 64, 64), (3, 5, 1000), (401, 35, 390), (17, 130, 40)];

    public static TheoryData<string> Kernels => [.. GemmKernels.Supported.Select(kernels => kernels.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_gives_the_product_in_double_precision_at_odd_sizes_and_all_transposes(string name)
    {
        var kernels = GemmKernels.Choose(name);
        foreach (var (rows, columns, depth) in Sizes)
        {
            for (var variant = 0; variant < 8; variant++)
            {
                var problem = new GemmProblem(rows, columns, depth, (variant & 1) != 0, (variant & 2) != 0, (variant & 4) != 0);
                var expected = problem.Expected();

                ShouldBeClose(problem.Compute(kernels, Workers.Of(2)), expected, depth, $"{rows}x{columns}x{depth}, variant {variant}");
                ShouldBeClose(problem.Compute(kernels, workers: null), expected, depth, $"{rows}x{columns}x{depth} alone, variant {variant}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_product_accumulates_in_place_what_it_adds_from_elsewhere(string name)
    {
        var kernels = GemmKernels.Choose(name);
        foreach (var (rows, columns, depth) in Sizes)
        {
            var problem = new GemmProblem(rows, columns, depth, transposeA: false, transposeB: true, withStart: true);

            problem.Compute(kernels, Workers.Of(2), inPlace: true).ShouldBe(problem.Compute(kernels, Workers.Of(2)));
            problem.Compute(kernels, workers: null, inPlace: true).ShouldBe(problem.Compute(kernels, workers: null));
        }
    }

    [Fact]
    public void All_kernels_give_the_same_bits_at_any_number_of_threads()
    {
        foreach (var (rows, columns, depth) in Sizes)
        {
            var problem = new GemmProblem(rows, columns, depth, transposeA: true, transposeB: false, withStart: true);
            var first = problem.Compute(GemmKernels.Supported.Last(), Workers.Of(1));
            foreach (var kernels in GemmKernels.Supported)
            {
                problem.Compute(kernels, workers: null).ShouldBe(first, $"{kernels.Name} alone");
                for (var threads = 1; threads <= 3; threads++)
                {
                    problem.Compute(kernels, Workers.Of(threads)).ShouldBe(first, $"{kernels.Name} with {threads} threads");
                }
            }
        }
    }

    [Fact]
    public void An_unknown_instruction_set_is_refused_with_those_that_there_are()
        => Should.Throw<ArgumentException>(() => GemmKernels.Choose("mmx")).Message.ShouldMatch($"SINTER_SIMD is 'mmx'.*{GemmKernels.Supported.Last().Name}");

    /// <summary>Each of depth additions and multiplications of numbers up to 1 rounds once.</summary>
    private static void ShouldBeClose(float[] actual, double[] expected, int depth, string what)
    {
        var tolerance = (depth + 4) * 1.2e-7;
        for (var i = 0; i < actual.Length; i++)
        {
            if (Math.Abs(actual[i] - expected[i]) > tolerance * (1 + Math.Abs(expected[i])) || float.IsNaN(actual[i]))
            {
                Assert.Fail($"{what}: element {i} is {actual[i]}, expected {expected[i]}");
            }
        }
    }
}
