using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests;

public sealed class OperationTests
{
    private static readonly CpuBackend Cpu = new(2);

    public static TheoryData<string> Names => [.. OperationCase.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_gives_what_the_reference_gives_in_double_precision(string name)
    {
        var (inFloat, inDouble) = Both(name);
        var test = Case(name);

        var kernel = test.Apply(inFloat).ToArray<float>();
        var reference = test.Apply(inDouble).ToArray<double>();

        AssertClose(kernel, reference);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_kernels_are_those_of_the_reference(string name)
    {
        var (inFloat, inDouble) = Both(name);
        var test = Case(name);

        var fast = Gradient(test, inFloat);
        var reference = Gradient(test, inDouble);

        for (var i = 0; i < fast.Count; i++)
        {
            AssertClose(fast[i].ToArray<float>(), reference[i].ToArray<double>());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_the_reference_are_the_finite_differences(string name)
    {
        const double Step = 1e-5;
        var (_, inputs) = Both(name);
        var test = Case(name);
        var gradients = Gradient(test, inputs);

        var wanted = inputs.Where((_, i) => test.Inputs[i].TakesGradient).ToArray();
        for (var i = 0; i < wanted.Length; i++)
        {
            var values = wanted[i].AsSpan<double>();
            for (var j = 0; j < values.Length; j += Math.Max(1, values.Length / 40))
            {
                var kept = values[j];
                values[j] = kept + Step;
                var above = Loss(test, inputs).ToArray<double>()[0];
                values[j] = kept - Step;
                var below = Loss(test, inputs).ToArray<double>()[0];
                values[j] = kept;
                gradients[i].AsSpan<double>()[j].ShouldBe((above - below) / (2 * Step), 1e-6, $"element {j} of input {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_compiled_program_gives_what_is_computed_at_once(string name)
    {
        var (inputs, _) = Both(name);
        var test = Case(name);
        var expected = Gradient(test, inputs);
        var expectedLoss = Loss(test, inputs).ToArray<float>()[0];

        var parameters = inputs.Where((_, i) => test.Inputs[i].TakesGradient)
            .Select(input => new Parameter("", input, Tensor.Zeros(Cpu, input.Shape))).ToArray();
        var symbolic = inputs.Select((input, i) => test.Inputs[i].Integers is null ? input : Tensor.Input(Cpu, input.Shape, DataType.Int32)).ToArray();
        var loss = Loss(test, symbolic);
        if (loss.Producer is null)
        {
            return;
        }

        var program = StepProgram.CompileTraining(loss, parameters);
        for (var run = 1; run <= 2; run++)
        {
            program.Poison();
            for (var i = 0; i < symbolic.Length; i++)
            {
                if (symbolic[i].IsInput)
                {
                    test.Inputs[i].Integers.CopyTo(program.Values<int>(symbolic[i]));
                }
            }

            program.Run();
            program.Values<float>(loss)[0].ShouldBe(expectedLoss, 1e-5f * (1 + Math.Abs(expectedLoss)));
            for (var i = 0; i < parameters.Length; i++)
            {
                // Gradients gather: after the second run they are twice as large.
                AssertClose(parameters[i].Gradient.ToArray<float>(), expected[i].ToArray<float>().Select(value => (double)value * run).ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_warm_program_allocates_nothing(string name)
    {
        var (inputs, _) = Both(name);
        var test = Case(name);
        var parameters = inputs.Where((_, i) => test.Inputs[i].TakesGradient)
            .Select(input => new Parameter("", input, Tensor.Zeros(Cpu, input.Shape))).ToArray();
        var loss = Loss(test, inputs);
        if (loss.Producer is null)
        {
            return;
        }

        var program = StepProgram.CompileTraining(loss, parameters);
        program.Run();

        // On a busy machine a later run may be the first that all threads take part in, and makes room for them.
        var least = long.MaxValue;
        for (var run = 0; run < 5 && least > 0; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            program.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_that_trains_one_input_alone_gives_its_gradient(string name)
    {
        // The other gradients are wanted by nobody: kernels meet outputs that do not exist.
        var (inputs, _) = Both(name);
        var test = Case(name);
        var expected = Gradient(test, inputs);
        for (int i = 0, at = 0; i < inputs.Length; i++)
        {
            if (!test.Inputs[i].TakesGradient)
            {
                continue;
            }

            var alone = inputs.Select((input, j) => input.Type == DataType.Int32 ? input : Tensor.From<float>(Cpu, input.AsSpan<float>(), input.Shape, requiresGradient: i == j)).ToArray();
            var parameter = new Parameter("", alone[i], Tensor.Zeros(Cpu, alone[i].Shape));
            var loss = Loss(test, alone);
            if (loss.Producer is not null)
            {
                var program = StepProgram.CompileTraining(loss, [parameter]);
                program.Poison();
                program.Run();
            }

            AssertClose(parameter.Gradient.ToArray<float>(), expected[at++].ToArray<float>().Select(value => (double)value).ToArray());
        }
    }

    [Fact]
    public void Every_operation_with_a_kernel_is_in_the_table_of_cases()
    {
        var covered = OperationCase.All.SelectMany(one => one.Operations).ToHashSet();

        // Gradients that gather are covered by the compiled programs, the cache by its own tests.
        CpuBackend.Operations.Where(type => type.IsPublic && type != typeof(CachedAttention)).ShouldBeSubsetOf(covered);
    }

    private static OperationCase Case(string name) => OperationCase.All.Single(one => one.Name == name);

    private static (Tensor[] InFloat, Tensor[] InDouble) Both(string name)
    {
        var random = new Random(name.Length);
        var (floats, doubles) = (new List<Tensor>(), new List<Tensor>());
        foreach (var input in Case(name).Inputs)
        {
            if (input.Integers is not null)
            {
                floats.Add(Tensor.From<int>(Cpu, input.Integers, input.Shape));
                doubles.Add(floats[^1]);
                continue;
            }

            var values = input.Fixed ?? Enumerable.Range(0, (int)input.Shape.Count)
                .Select(_ => (float)(input.Minimum + (random.NextDouble() * 2))).ToArray();
            floats.Add(Tensor.From<float>(Cpu, values, input.Shape, input.TakesGradient));
            doubles.Add(Tensor.From<double>(Cpu, values.Select(value => (double)value).ToArray(), input.Shape, input.TakesGradient));
        }

        return ([.. floats], [.. doubles]);
    }

    /// <summary>A scalar that depends on every element of the result with its own weight, so that no error cancels.</summary>
    private static Tensor Loss(OperationCase test, Tensor[] inputs)
    {
        var result = test.Apply(inputs);
        var weights = Enumerable.Range(0, (int)result.Shape.Count).Select(i => 0.3 + (i * 7 % 11 / 10.0)).ToArray();
        var weight = result.Type == DataType.Float64
            ? Tensor.From<double>(Cpu, weights, result.Shape)
            : Tensor.From<float>(Cpu, weights.Select(value => (float)value).ToArray(), result.Shape);
        return (result * weight).Sum();
    }

    private static IReadOnlyList<Tensor> Gradient(OperationCase test, Tensor[] inputs)
        => Gradients.Of(Loss(test, inputs), inputs.Where((_, i) => test.Inputs[i].TakesGradient).ToArray());

    private static void AssertClose(float[] actual, double[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        var size = Math.Max(1e-3, expected.Max(Math.Abs));
        for (var i = 0; i < actual.Length; i++)
        {
            ((double)actual[i]).ShouldBe(expected[i], 2e-5 * size, $"element {i}");
        }
    }
}
