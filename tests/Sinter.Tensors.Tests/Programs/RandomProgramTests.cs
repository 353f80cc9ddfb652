using FsCheck;
using FsCheck.Fluent;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Programs;

/// <summary>Random small graphs, whose results take over each other's memory and are seen through views, against the same computed at once.</summary>
public sealed class RandomProgramTests
{
    private static readonly CpuBackend Cpu = new(2);

    private static Gen<RandomGraph> Graphs =>
        from steps in (
            from kind in Gen.Choose(0, GraphStep.Kinds - 1)
            from first in Gen.Choose(0, 1000)
            from second in Gen.Choose(0, 1000)
            from detail in Gen.Choose(0, 1000)
            select new GraphStep(kind, first, second, detail)).NonEmptyListOf()
        select new RandomGraph([.. steps.Take(30)]);

    private static Gen<(int First, int Count)[]> Blocks =>
        from blocks in (
            from first in Gen.Choose(0, 25)
            from count in Gen.Choose(1, 8)
            select (first, count)).ArrayOf()
        select blocks.OrderBy(block => block.first).ToArray();

    [Fact]
    public void A_program_gives_what_is_computed_at_once()
        => Prop.ForAll(Graphs.ToArbitrary(), graph =>
        {
            var expected = ComputeAtOnce(graph);

            var actual = ComputeByProgram(graph);

            actual.Outputs.ShouldBe(expected.Outputs);
            for (var i = 0; i < expected.Gradients.Length; i++)
            {
                // A program adds what reaches a parameter in another order.
                actual.Gradients[i].ShouldBe(expected.Gradients[i], 1e-5f);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Checkpoints_around_parts_of_a_graph_change_no_bit()
        => Prop.ForAll(Graphs.ToArbitrary(), Blocks.ToArbitrary(), (graph, blocks) =>
        {
            var plain = ComputeByProgram(graph);

            var checkpointed = ComputeByProgram(graph, blocks);

            checkpointed.Outputs.ShouldBe(plain.Outputs);
            checkpointed.Gradients.ShouldBe(plain.Gradients);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_graphs_have_what_they_are_to_test()
    {
        // Gradients that are not zero, results in the memory of others, views, and nodes computed again.
        var graph = new RandomGraph([new(2, 0, 1, 0), new(8, 2, 0, 0), new(8, 4, 0, 0), new(4, 6, 0, 0), new(3, 7, 0, 0), new(7, 8, 0, 0), new(3, 9, 0, 2)]);

        var (plain, checkpointed) = (Compile(graph, []), Compile(graph, [(1, 3)]));

        checkpointed.Program.Nodes.Count().ShouldBeGreaterThan(plain.Program.Nodes.Count());
        plain.Program.Nodes.ShouldContain(node => node.Operation.InPlaceInput >= 0);
        ComputeByProgram(graph).Gradients.ShouldAllBe(gradient => gradient.Any(value => value != 0));
    }

    private static (float[][] Outputs, float[][] Gradients) ComputeAtOnce(RandomGraph graph)
    {
        var (input, parameters) = (Draw("input", requiresGradient: false), Parameters());
        var outputs = graph.Apply(Given(input, parameters));
        var gradients = Gradients.Of(Loss(outputs), [.. parameters.Select(parameter => parameter.Value)]);
        return ([.. outputs.Select(output => output.ToArray<float>())], [.. gradients.Select(gradient => gradient.ToArray<float>())]);
    }

    private static (float[][] Outputs, float[][] Gradients) ComputeByProgram(RandomGraph graph, params IReadOnlyList<(int First, int Count)> blocks)
    {
        var (program, input, outputs, parameters) = Compile(graph, blocks);
        (float[][] Outputs, float[][] Gradients) results = ([], []);
        for (var run = 0; run < 2; run++)
        {
            program.Poison();
            Array.ForEach(parameters, static parameter => parameter.Gradient.AsSpan<float>().Clear());
            Draw("input", requiresGradient: false).AsSpan<float>().CopyTo(program.Values<float>(input));
            program.Run();
            float[][] values = [.. outputs.Select(output => program.Values<float>(output).ToArray())];
            float[][] gradients = [.. parameters.Select(parameter => parameter.Gradient.ToArray<float>())];
            if (run > 0)
            {
                values.ShouldBe(results.Outputs, "the second run differs from the first");
                gradients.ShouldBe(results.Gradients, "the second run differs from the first");
            }

            results = (values, gradients);
        }

        return results;
    }

    private static (StepProgram Program, Tensor Input, IReadOnlyList<Tensor> Outputs, Parameter[] Parameters) Compile(
        RandomGraph graph, IReadOnlyList<(int First, int Count)> blocks)
    {
        var (input, parameters) = (Tensor.Input(Cpu, [4, 3]), Parameters());
        var outputs = graph.Apply(Given(input, parameters), blocks);
        return (StepProgram.CompileTraining(Loss(outputs), parameters, outputs), input, outputs, parameters);
    }

    /// <summary>Everything depends on the input and on parameters: nothing is known before a program runs.</summary>
    private static Tensor[] Given(Tensor input, Parameter[] parameters)
    {
        var first = input * parameters[0].Value;
        var second = (input + parameters[1].Value).Affine(0.5);
        return [first, second, first.MatMul(parameters[2].Value).Affine(0.3), second.Reshape([2, 6])];
    }

    private static Parameter[] Parameters() =>
    [
        Parameter("scale", [4, 3]), Parameter("offset", [3]), Parameter("matrix", [3, 5]),
    ];

    private static Parameter Parameter(string name, Shape shape) => new(name, Draw(name, shape, requiresGradient: true), Tensor.Zeros(Cpu, shape));

    private static Tensor Loss(IReadOnlyList<Tensor> outputs)
        => outputs.Select((output, i) => output.Mean().Affine(1 - (0.3 * i)) + (output * output).Mean()).Aggregate((sum, next) => sum + next);

    private static Tensor Draw(string name, bool requiresGradient) => Draw(name, [4, 3], requiresGradient);

    private static Tensor Draw(string name, Shape shape, bool requiresGradient)
    {
        var random = new RandomStream(1, name);
        return Tensor.From<float>(Cpu, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (float)((2 * random.NextDouble()) - 1))], shape, requiresGradient);
    }
}
