using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Cpu;

public sealed class BoundsTests
{
    public static TheoryData<string> Names => [.. OperationCase.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_kernel_reads_or_writes_outside_its_tensors(string name)
    {
        var test = OperationCase.All.Single(one => one.Name == name);
        var guarded = new GuardedBackend(new CpuBackend(2));
        var random = new Random(3);
        var inputs = test.Inputs.Select(input => input.Integers is not null
            ? Tensor.From<int>(guarded, input.Integers, input.Shape)
            : Tensor.From<float>(guarded, input.Fixed ?? Draw(input, random), input.Shape, input.TakesGradient)).ToArray();

        var result = test.Apply(inputs);
        var gradients = Gradients.Of(result.Sum(), inputs.Where((_, i) => test.Inputs[i].TakesGradient).ToArray());

        result.ToArray<float>().ShouldAllBe(value => float.IsFinite(value));
        gradients.SelectMany(gradient => gradient.ToArray<float>()).ShouldAllBe(value => float.IsFinite(value));
    }

    private static float[] Draw(CaseInput input, Random random)
        => [.. Enumerable.Range(0, (int)input.Shape.Count).Select(_ => (float)(input.Minimum + (random.NextDouble() * 2)))];
}
