using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Programs;

/// <summary>Convolution, normalisation, pooling, recurrence, narrow storage and a classifier's loss in one program.</summary>
public sealed class LayerProgramTests
{
    private const int Batch = 3;
    private const int Classes = 9;

    private static readonly ParameterSpec[] Specs =
    [
        new("convolution", [6, 3, 3, 3], ParameterRole.Matrix), new("depthwise", [6, 1, 3], ParameterRole.Matrix), new("convolution.bias", [6], ParameterRole.Vector),
        new("norm", [6], ParameterRole.Vector), new("norm.bias", [6], ParameterRole.Vector),
        new("lstm.input", [20, 6], ParameterRole.Matrix), new("lstm.hidden", [20, 5], ParameterRole.Matrix),
        new("lstm.inputBias", [20], ParameterRole.Vector), new("lstm.hiddenBias", [20], ParameterRole.Vector),
        new("gru.input", [21, 5], ParameterRole.Matrix), new("gru.hidden", [21, 7], ParameterRole.Matrix),
        new("gru.inputBias", [21], ParameterRole.Vector), new("gru.hiddenBias", [21], ParameterRole.Vector),
        new("classes", [Classes, 7], ParameterRole.Matrix),
    ];

    [Fact]
    public void All_gradients_are_the_same_bits_at_any_number_of_threads_and_computed_again()
    {
        var expected = new Network(new CpuBackend(1), checkpoint: false).Gradients();

        expected.ShouldContain(value => value != 0);
        expected.ShouldAllBe(value => float.IsFinite(value));
        new Network(new CpuBackend(2), checkpoint: false).Gradients().ShouldBe(expected);
        new Network(new CpuBackend(3), checkpoint: false).Gradients().ShouldBe(expected);
        new Network(new CpuBackend(2), checkpoint: true).Gradients().ShouldBe(expected);
    }

    [Fact]
    public void A_warm_run_allocates_nothing_on_the_managed_heap()
    {
        var program = new Network(new CpuBackend(1), checkpoint: false).Program;
        var least = long.MaxValue;
        for (var run = 0; run < 10; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            program.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);
    }

    [Fact]
    public void Memory_and_arithmetic_are_known_without_computing()
    {
        var counted = new Network(NullBackend.Instance, checkpoint: true).Program;
        var run = new Network(new CpuBackend(1), checkpoint: true).Program;

        counted.ArenaBytes.ShouldBe(run.ArenaBytes);
        counted.FloatingPointOperations.ShouldBe(run.FloatingPointOperations);
        counted.BytesMoved.ShouldBe(run.BytesMoved);
    }

    private sealed class Network
    {
        private readonly ParameterSet _parameters;

        public Network(Backend backend, bool checkpoint)
        {
            _parameters = new ParameterSet(backend, Specs);
            Tensor Weight(string name) => _parameters[name].Value;
            RecurrentWeights Recurrent(string name) => new(Weight($"{name}.input"), Weight($"{name}.hidden"), Weight($"{name}.inputBias"), Weight($"{name}.hiddenBias"));
            var (x, targets, scale) = (Tensor.Input(backend, [Batch, 3, 8, 14]), Tensor.Input(backend, [Batch], DataType.Int32), Tensor.Input(backend, []));
            Tensor Planes(Tensor input)
            {
                var planes = input.Convolve2d(Weight("convolution"), Weight("convolution.bias"), padding: 1).BatchNorm(Weight("norm"), Weight("norm.bias")).Output;
                return planes.MaximumPool2d(2).AveragePool2d(2, stride: 1).Reshape([Batch, 6, 18]).Convolve1d(Weight("depthwise"), causal: true, groups: 6);
            }

            Tensor Sequence(Tensor input)
                => input.Permute(0, 2, 1).Lstm(Recurrent("lstm")).Output.Cast(DataType.BFloat16).Gru(Recurrent("gru")).Hidden;

            var last = checkpoint ? Checkpoint.Of(Checkpoint.Of(x, Planes), Sequence) : Sequence(Planes(x));
            var loss = last.Cast(DataType.Float16).Linear(Weight("classes")).CrossEntropy(targets, scale, options: new() { LabelSmoothing = 0.1 }).Loss;
            Program = StepProgram.CompileTraining(loss, _parameters.All);
            if (backend is NullBackend)
            {
                return;
            }

            var random = new RandomStream(5, "network");
            foreach (var parameter in _parameters.All)
            {
                foreach (ref var value in parameter.Value.AsSpan<float>())
                {
                    value = (float)random.NextNormal() * 0.5f;
                }
            }

            Program.Poison();
            foreach (ref var value in Program.Values<float>(x))
            {
                value = (float)random.NextNormal();
            }

            ((ReadOnlySpan<int>)[4, 0, Classes - 1]).CopyTo(Program.Values<int>(targets));
            Program.Values<float>(scale)[0] = 1f / Batch;
            Program.Run();
        }

        public StepProgram Program { get; }

        public float[] Gradients() => [.. _parameters.All.SelectMany(parameter => parameter.Gradient.ToArray<float>())];
    }
}
