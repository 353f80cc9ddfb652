using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Programs;

public sealed class CheckpointTests
{
    /// <summary>How the blocks of the stack are checkpointed.</summary>
    public enum Kind
    {
        None,
        EachBlock,
        PairsOfBlocks,
        PairsAndEachBlock,
    }

    [Theory]
    [InlineData(Kind.EachBlock)]
    [InlineData(Kind.PairsOfBlocks)]
    [InlineData(Kind.PairsAndEachBlock)]
    public void Losses_and_gradients_are_the_same_bits_with_and_without(Kind kind)
    {
        var plain = new Stack(new CpuBackend(2), Kind.None);
        var checkpointed = new Stack(new CpuBackend(2), kind);

        for (var run = 0; run < 2; run++)
        {
            var loss = plain.Run();
            loss.ShouldBe(checkpointed.Run());
            float.IsFinite(loss).ShouldBeTrue();
        }

        foreach (var parameter in plain.Parameters.All)
        {
            var gradient = parameter.Gradient.ToArray<float>();
            gradient.ShouldContain(value => value != 0, parameter.Name);
            checkpointed.Parameters[parameter.Name].Gradient.ToArray<float>().ShouldBe(gradient, parameter.Name);
        }
    }

    [Fact]
    public void The_arena_holds_one_block_and_the_inputs_of_the_others()
    {
        var plain = new Stack(NullBackend.Instance, Kind.None).Program;
        var each = new Stack(NullBackend.Instance, Kind.EachBlock).Program;
        var single = new Stack(NullBackend.Instance, Kind.None, layers: 1).Program;

        // Every block kept costs what the second one adds; a checkpointed one only its input.
        var pair = new Stack(NullBackend.Instance, Kind.None, layers: 2).Program;
        var block = pair.ArenaBytes - single.ArenaBytes;
        (plain.ArenaBytes - single.ArenaBytes).ShouldBeGreaterThan((Stack.Layers - 2) * block);
        each.ArenaBytes.ShouldBeLessThan(single.ArenaBytes + block + (Stack.Layers * Stack.InputBytes));
        each.ArenaBytes.ShouldBeLessThan(plain.ArenaBytes / 2);
    }

    [Fact]
    public void Blocks_inside_a_block_keep_less_than_the_outer_one_alone()
    {
        var outer = new Stack(NullBackend.Instance, Kind.PairsOfBlocks).Program;
        var nested = new Stack(NullBackend.Instance, Kind.PairsAndEachBlock).Program;

        nested.ArenaBytes.ShouldBeLessThan(outer.ArenaBytes);
        nested.FloatingPointOperations.ShouldBeGreaterThan(outer.FloatingPointOperations);
    }

    [Fact]
    public void What_is_computed_again_is_counted_and_what_no_gradient_reads_is_not_computed_again()
    {
        var (x, w1, w2) = (Tensor.Input(NullBackend.Instance, [3, 5]), Weight([7, 5]), Weight([2, 7]));
        long Operations(Func<Func<Tensor, Tensor>, Tensor> apply)
        {
            var loss = apply(input => input.Linear(w1.Value).Exp().Linear(w2.Value)).Sum();
            return StepProgram.CompileTraining(loss, [w1, w2]).FloatingPointOperations;
        }

        // The first product and the exponential; the last product's result is in no gradient.
        (Operations(block => Checkpoint.Of(x, block)) - Operations(block => block(x))).ShouldBe((2 * 3 * 5 * 7) + (3 * 7));
    }

    [Fact]
    public void A_block_of_several_inputs_and_outputs_with_a_mask_and_what_it_sees_from_outside()
    {
        var cpu = new CpuBackend(1);
        float[] Gradient(bool checkpoint)
        {
            var weight = new Parameter("w", Tensor.From<float>(cpu, [1, 2, 3, 4], [4], requiresGradient: true), Tensor.Zeros(cpu, [4]));
            var (x, mask) = (Tensor.Input(cpu, [4]), Tensor.Input(cpu, [4]));
            var outside = (x * weight.Value).Sigmoid();
            IReadOnlyList<Tensor> Block(IReadOnlyList<Tensor> inputs)
            {
                var dropped = (inputs[0] * weight.Value).Exp() * inputs[1];
                return [dropped * dropped * outside, dropped.Affine(3), inputs[1]];
            }

            var outputs = checkpoint ? Checkpoint.Of([x, mask], Block) : Block([x, mask]);
            var loss = (outputs[0] + (outputs[1] * outputs[2])).Sum();
            var program = StepProgram.CompileTraining(loss, [weight]);
            program.Poison();
            ((ReadOnlySpan<float>)[0.1f, -0.2f, 0.3f, 0.4f]).CopyTo(program.Values<float>(x));
            ((ReadOnlySpan<float>)[2, 0, 2, 2]).CopyTo(program.Values<float>(mask));
            program.Run();
            return weight.Gradient.ToArray<float>();
        }

        var plain = Gradient(checkpoint: false);
        plain[1].ShouldBe(0);
        plain[2].ShouldNotBe(0);
        Gradient(checkpoint: true).ShouldBe(plain);
    }

    [Fact]
    public void Computed_at_once_a_block_gives_the_same_gradient()
    {
        var cpu = new CpuBackend(1);
        var x = Tensor.From<float>(cpu, [0.5f, -1], [2], requiresGradient: true);

        var loss = Checkpoint.Of(x, input => input.Exp() * input).Sum();

        Gradients.Of(loss, x)[0].ToArray<float>().ShouldBe([(MathF.Exp(0.5f) * 0.5f) + MathF.Exp(0.5f), 0], 1e-6);
    }

    private static Parameter Weight(Shape shape)
        => new("weight", Tensor.Zeros(NullBackend.Instance, shape, requiresGradient: true), Tensor.Zeros(NullBackend.Instance, shape));

    /// <summary>A stack of transformer blocks with one set of weights for each, and a loss.</summary>
    private sealed class Stack
    {
        public const int Layers = 6;
        public const long InputBytes = Batch * Time * Width * sizeof(float);
        private const int Batch = 2;
        private const int Time = 37;
        private const int Heads = 2;
        private const int HeadSize = 12;
        private const int Width = Heads * HeadSize;
        private const int Vocabulary = 19;

        private readonly Backend _backend;
        private readonly Tensor _starts;
        private readonly Tensor _loss;

        public Stack(Backend backend, Kind kind, int layers = Layers)
        {
            _backend = backend;
            var specs = new List<ParameterSpec> { new("embedding", [Vocabulary, Width], ParameterRole.Embedding) };
            for (var layer = 0; layer < layers; layer++)
            {
                specs.AddRange(
                [
                    new($"{layer}.norm", [Width], ParameterRole.Vector), new($"{layer}.qkv", [3 * Width, Width], ParameterRole.Matrix),
                    new($"{layer}.gateUp", [6 * Width, Width], ParameterRole.Matrix), new($"{layer}.down", [Width, 3 * Width], ParameterRole.Matrix),
                ]);
            }

            Parameters = new ParameterSet(backend, specs);
            Tensor Integers(Shape shape) => Tensor.Input(backend, shape, DataType.Int32);
            var (tokens, targets, scale) = (Integers([Batch, Time]), Integers([Batch * Time]), Tensor.Input(backend, []));
            _starts = Integers([Batch, Time]);
            var x = Parameters["embedding"].Value.Gather(tokens);
            for (var layer = 0; layer < layers; layer += 2)
            {
                var first = layer;
                Tensor One(Tensor input, int index)
                    => kind is Kind.EachBlock or Kind.PairsAndEachBlock ? Checkpoint.Of(input, inner => Block(inner, index)) : Block(input, index);
                Tensor Pair(Tensor input) => first + 1 < layers ? One(One(input, first), first + 1) : One(input, first);
                x = kind is Kind.PairsOfBlocks or Kind.PairsAndEachBlock ? Checkpoint.Of(x, Pair) : Pair(x);
            }

            _loss = x.Reshape([Batch * Time, Width]).LinearCrossEntropy(Parameters["embedding"].Value, targets, scale).Loss;
            Program = StepProgram.CompileTraining(_loss, Parameters.All);
            if (backend is NullBackend)
            {
                return;
            }

            var random = new RandomStream(11, "stack");
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
            for (var i = 0; i < Batch * Time; i++)
            {
                Program.Values<int>(tokens)[i] = (int)random.NextBelow(Vocabulary);
                Program.Values<int>(targets)[i] = (int)random.NextBelow(Vocabulary);
            }
        }

        public ParameterSet Parameters { get; }

        public StepProgram Program { get; }

        public float Run()
        {
            Program.Run();
            GC.KeepAlive(_backend);
            return Program.Values<float>(_loss)[0];
        }

        private Tensor Block(Tensor x, int layer)
        {
            Tensor Weight(string name) => Parameters[$"{layer}.{name}"].Value;
            x += x.RmsNorm(Weight("norm")).Linear(Weight("qkv")).Attention(_starts, Heads, Heads);
            return x.RmsNorm(Weight("norm")).Linear(Weight("gateUp")).SwiGlu().Linear(Weight("down"), residual: x);
        }
    }
}
