using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Programs;

public sealed class BranchTests
{
    private static readonly Sizes Small = new(Rows: 37, Hidden: 24, Vocabulary: 53, Trunk: 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loss_and_the_gradients_are_those_of_the_plain_order(bool checkpoint)
    {
        var plain = new Heads(new CpuBackend(2), Small, heads: 4, branches: false, checkpoint: false);
        var branches = new Heads(new CpuBackend(2), Small, heads: 4, branches: true, checkpoint);

        for (var run = 0; run < 2; run++)
        {
            branches.Run().ShouldBe(plain.Run());
        }

        foreach (var parameter in plain.Parameters.All)
        {
            // Sums of the trunk's gradients are in another order; what is a head's own is the same bits.
            var expected = parameter.Gradient.ToArray<float>();
            var actual = branches.Parameters[parameter.Name].Gradient.ToArray<float>();
            expected.ShouldContain(value => value != 0, parameter.Name);
            if (parameter.Name.StartsWith("head", StringComparison.Ordinal) || parameter.Name == "unembedding")
            {
                actual.ShouldBe(expected, parameter.Name);
            }
            else
            {
                actual.ShouldBe(expected, 2e-6 * expected.Max(Math.Abs), parameter.Name);
            }
        }
    }

    [Fact]
    public void Four_heads_need_at_most_a_tenth_more_memory_than_one()
    {
        // Equal depth: the layer of a single head is the last layer of a model that predicts the next token.
        var sizes = new Sizes(Rows: 2048, Hidden: 256, Vocabulary: 8192, Trunk: 3);
        var one = new Heads(NullBackend.Instance, sizes, heads: 1, branches: false, checkpoint: false).Program.ArenaBytes;
        var plain = new Heads(NullBackend.Instance, sizes, heads: 4, branches: false, checkpoint: false).Program.ArenaBytes;
        var four = new Heads(NullBackend.Instance, sizes, heads: 4, branches: true, checkpoint: false).Program.ArenaBytes;

        TestContext.Current.TestOutputHelper?.WriteLine($"one head {one >> 10:N0} KiB, four in the plain order {plain >> 10:N0}, one after another {four >> 10:N0}");
        four.ShouldBeLessThan((long)(1.1 * one));
        plain.ShouldBeGreaterThan((long)(1.4 * one));
    }

    [Fact]
    public void Not_a_single_buffer_as_large_as_the_unembedding_is_in_the_arena()
    {
        // The weight is so large that one more would show: its gradient is added where it gathers.
        var sizes = new Sizes(Rows: 64, Hidden: 64, Vocabulary: 16000, Trunk: 1);
        var one = new Heads(NullBackend.Instance, sizes, heads: 1, branches: false, checkpoint: false).Program.ArenaBytes;
        var four = new Heads(NullBackend.Instance, sizes, heads: 4, branches: true, checkpoint: false).Program.ArenaBytes;

        (four - one).ShouldBeLessThan(64 * 16000 * sizeof(float) / 4);
    }

    [Fact]
    public void A_factor_behind_each_loss_takes_one_gradient_of_the_unembedding_and_not_two()
    {
        var sizes = new Sizes(Rows: 64, Hidden: 64, Vocabulary: 16000, Trunk: 1);
        var plain = new Heads(NullBackend.Instance, sizes, heads: 4, branches: true, checkpoint: false).Program.ArenaBytes;
        var weighed = new Heads(NullBackend.Instance, sizes, heads: 4, branches: true, checkpoint: false, factor: 0.5).Program.ArenaBytes;

        (weighed - plain).ShouldBeInRange(64 * 16000 * sizeof(float) / 2, 64 * 16000 * sizeof(float) * 5 / 4);
    }

    [Fact]
    public void A_factor_behind_each_loss_is_a_factor_of_all_gradients()
    {
        var plain = new Heads(new CpuBackend(2), Small, heads: 3, branches: true, checkpoint: false);
        var weighed = new Heads(new CpuBackend(2), Small, heads: 3, branches: true, checkpoint: false, factor: 0.5);

        weighed.Run().ShouldBe(plain.Run() / 2);
        foreach (var parameter in plain.Parameters.All)
        {
            // Half of a float is exact.
            weighed.Parameters[parameter.Name].Gradient.ToArray<float>().ShouldBe(parameter.Gradient.ToArray<float>().Select(value => value / 2).ToArray(), parameter.Name);
        }
    }

    [Fact]
    public void Branches_compute_as_many_operations_as_the_plain_order()
    {
        var plain = new Heads(NullBackend.Instance, Small, heads: 3, branches: false, checkpoint: false).Program;
        var branches = new Heads(NullBackend.Instance, Small, heads: 3, branches: true, checkpoint: false).Program;

        branches.FloatingPointOperations.ShouldBe(plain.FloatingPointOperations);
        branches.KernelCalls.Select(call => call.Operation).Order().ShouldBe(plain.KernelCalls.Select(call => call.Operation).Order());
    }

    [Fact]
    public void A_branch_whose_gradient_depends_on_what_comes_later_is_right_all_the_same()
    {
        // The first result is multiplied by the second: neither gradient can be computed before both are there.
        float[] Gradient(bool branches)
        {
            var cpu = new CpuBackend(1);
            var weight = new Parameter("w", Tensor.From<float>(cpu, [0.5f, -1, 2], [3], requiresGradient: true), Tensor.Zeros(cpu, [3]));
            var x = Tensor.Input(cpu, [3]);
            Tensor Apply(Tensor input, Func<Tensor, Tensor> branch) => branches ? Branch.Of(input, branch) : branch(input);
            var trunk = (x * weight.Value).Sigmoid();
            var first = Apply(trunk, t => (t * weight.Value).Exp());
            var second = Apply(trunk, t => Apply(t.Affine(2), inner => inner * inner) * weight.Value);
            var checkpointed = Checkpoint.Of(trunk, t => Apply(t, inner => inner.Exp()).Sigmoid());
            var program = StepProgram.CompileTraining((first * second * checkpointed).Sum(), [weight]);
            program.Poison();
            ((ReadOnlySpan<float>)[0.1f, -0.2f, 0.3f]).CopyTo(program.Values<float>(x));
            program.Run();
            return weight.Gradient.ToArray<float>();
        }

        var expected = Gradient(branches: false);
        expected.ShouldAllBe(value => float.IsFinite(value));
        Gradient(branches: true).ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void Computed_at_once_a_branch_gives_the_same_gradient()
    {
        var x = Tensor.From<float>(new CpuBackend(1), [0.5f, -1], [2], requiresGradient: true);

        var loss = Branch.Of(x, input => (input.Exp() * input).Sum()) + Branch.Of(x, input => input.Sum());

        Gradients.Of(loss, x)[0].ToArray<float>().ShouldBe([(MathF.Exp(0.5f) * 0.5f) + MathF.Exp(0.5f) + 1, 1], 1e-6);
    }

    private sealed record Sizes(int Rows, int Hidden, int Vocabulary, int Trunk);

    /// <summary>A trunk of transformer layers, and heads of one layer and a norm each with one unembedding for all.</summary>
    private sealed class Heads
    {
        private const int AttentionHeads = 2;

        private readonly Sizes _sizes;
        private readonly Tensor _starts;
        private readonly Tensor _loss;

        public Heads(Backend backend, Sizes sizes, int heads, bool branches, bool checkpoint, double factor = 1)
        {
            _sizes = sizes;
            string[] layers = [.. Enumerable.Range(0, sizes.Trunk).Select(i => $"trunk{i}"), .. Enumerable.Range(0, heads).Select(i => $"head{i}")];
            Parameters = new ParameterSet(backend,
            [
                new("embedding", [sizes.Vocabulary, sizes.Hidden], ParameterRole.Embedding), new("unembedding", [sizes.Vocabulary, sizes.Hidden], ParameterRole.Matrix),
                .. layers.SelectMany(layer => (ParameterSpec[])
                [
                    new($"{layer}.norm", [sizes.Hidden], ParameterRole.Vector), new($"{layer}.qkv", [3 * sizes.Hidden, sizes.Hidden], ParameterRole.Matrix),
                    new($"{layer}.out", [sizes.Hidden, sizes.Hidden], ParameterRole.Matrix), new($"{layer}.gateUp", [6 * sizes.Hidden, sizes.Hidden], ParameterRole.Matrix),
                    new($"{layer}.down", [sizes.Hidden, 3 * sizes.Hidden], ParameterRole.Matrix),
                ]),
            ]);
            Tensor Integers(Shape shape) => Tensor.Input(backend, shape, DataType.Int32);
            var (tokens, scale) = (Integers([1, sizes.Rows]), Tensor.Input(backend, []));
            _starts = Integers([1, sizes.Rows]);
            var trunk = Parameters["embedding"].Value.Gather(tokens);
            for (var layer = 0; layer < sizes.Trunk; layer++)
            {
                trunk = Layer(trunk, $"trunk{layer}");
            }

            Tensor? total = null;
            var targets = Enumerable.Range(0, heads).Select(_ => Integers([sizes.Rows])).ToArray();
            for (var head = 0; head < heads; head++)
            {
                var name = $"head{head}";
                Tensor Block(Tensor x) => checkpoint ? Checkpoint.Of(x, inner => Layer(inner, name)) : Layer(x, name);
                Tensor Head(Tensor x) => Block(x).RmsNorm(Weight(name, "norm")).Reshape([sizes.Rows, sizes.Hidden])
                    .LinearCrossEntropy(Parameters["unembedding"].Value, targets[head], scale).Loss;
                Tensor Weighed(Tensor x) => factor == 1 ? Head(x) : Head(x).Affine(factor);
                var loss = branches ? Branch.Of(trunk, Weighed) : Weighed(trunk);
                total = total is null ? loss : total + loss;
            }

            _loss = total!;
            Program = StepProgram.CompileTraining(_loss, Parameters.All);
            if (backend is NullBackend)
            {
                return;
            }

            var random = new RandomStream(11, "heads");
            foreach (var parameter in Parameters.All)
            {
                foreach (ref var value in parameter.Value.AsSpan<float>())
                {
                    value = (float)random.NextNormal() * 0.3f;
                }
            }

            Program.Poison();
            Program.Values<int>(_starts).Clear();
            Program.Values<float>(scale)[0] = 0.01f;
            foreach (var input in (Tensor[])[tokens, .. targets])
            {
                foreach (ref var value in Program.Values<int>(input))
                {
                    value = (int)random.NextBelow((uint)sizes.Vocabulary);
                }
            }
        }

        public ParameterSet Parameters { get; }

        public StepProgram Program { get; }

        public float Run()
        {
            Program.Run();
            return Program.Values<float>(_loss)[0];
        }

        private Tensor Weight(string layer, string name) => Parameters[$"{layer}.{name}"].Value;

        private Tensor Layer(Tensor x, string layer)
        {
            x = x.RmsNorm(Weight(layer, "norm")).Linear(Weight(layer, "qkv")).Attention(_starts, AttentionHeads, AttentionHeads).Linear(Weight(layer, "out"), residual: x);
            return x.RmsNorm(Weight(layer, "norm")).Linear(Weight(layer, "gateUp")).SwiGlu().Linear(Weight(layer, "down"), residual: x);
        }
    }
}
