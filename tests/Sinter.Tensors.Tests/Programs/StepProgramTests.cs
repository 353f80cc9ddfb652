using System.Runtime.CompilerServices;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Programs;

public sealed class StepProgramTests
{
    /// <summary>Large enough that freed memory is soon given to others, small enough to stay mapped.</summary>
    private const int Size = 5000;

    private static readonly CpuBackend Cpu = new(1);

    [Fact]
    public void Parameters_that_share_a_gradient_gather_it_each_for_itself()
    {
        var (left, right) = (Ones("left", [4, 3]), Ones("right", [4, 3]));
        var weight = Tensor.Input(Cpu, [2, 3]);
        var program = StepProgram.CompileTraining((left.Value + right.Value).MatMul(weight, transposeRight: true).Sum(), [left, right]);
        ((ReadOnlySpan<float>)[1, 2, 3, 4, 5, 6]).CopyTo(program.Values<float>(weight));

        program.Run();
        program.Run();

        left.Gradient.ToArray<float>()[..3].ShouldBe([10, 14, 18]);
        right.Gradient.ToArray<float>()[..3].ShouldBe([10, 14, 18]);
    }

    [Fact]
    public void A_program_keeps_all_memory_that_it_reads_and_writes()
    {
        var (program, output, input) = CompileAndForgetTheRest();

        // What the program does not keep is freed here, and its places are taken by others.
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var others = Enumerable.Range(0, 200).Select(_ => Tensor.Zeros(Cpu, [Size])).ToArray();
        Array.ForEach(others, static other => other.AsSpan<float>().Fill(5));
        program.Values<float>(input).Fill(2);
        program.Run();

        program.Values<float>(output).ToArray().ShouldBe([6 * Size]);
        others.ShouldAllBe(other => other.ToArray<float>().All(value => value == 5), "a gradient went where others live");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (StepProgram Program, Tensor Output, Tensor Input) CompileAndForgetTheRest()
    {
        var weights = Ones("weights", [Size]);
        var input = Tensor.Input(Cpu, [Size]);
        var output = (weights.Value * input * Ones("three", [Size]).Value.Affine(3)).Sum();
        return (StepProgram.CompileTraining(output, [weights]), output, input);
    }

    private static Parameter Ones(string name, Shape shape)
    {
        var value = Tensor.Zeros(Cpu, shape, requiresGradient: true);
        value.AsSpan<float>().Fill(1);
        return new Parameter(name, value, Tensor.Zeros(Cpu, shape));
    }
}
