using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests;

/// <summary>A transformer of one layer with all kernels of the real ones, small and at odd sizes: what tests of whole steps train.</summary>
internal sealed class TinyModel
{
    private const int Batch = 3;
    private const int Time = 23;
    private const int Heads = 4;
    private const int KeyValueHeads = 2;
    private const int HeadSize = 10;
    private const int Width = Heads * HeadSize;
    private const int Vocabulary = 71;

    private readonly LossTensors _loss;
    private readonly IOptimizer? _optimizer;

    public TinyModel(Backend backend, Func<ParameterSet, IOptimizer>? optimizer = null)
    {
        Parameters = new ParameterSet(backend,
        [
            new("embedding", [Vocabulary, Width], ParameterRole.Embedding), new("norm", [Width], ParameterRole.Vector), new("qkv", [(Heads + (2 * KeyValueHeads)) * HeadSize, Width], ParameterRole.Matrix),
            new("output", [Width, Width], ParameterRole.Matrix), new("gateUp", [2 * 52, Width], ParameterRole.Matrix), new("down", [Width, 52], ParameterRole.Matrix),
        ]);
        Tensor Weight(string name) => Parameters[name].Value;
        Tensor Integers() => Tensor.Input(backend, [Batch, Time], DataType.Int32);

        var (tokens, positions, starts, targets, scale) = (Integers(), Integers(), Integers(), Integers(), Tensor.Input(backend, []));
        var table = backend is CpuBackend
            ? Tensor.From<float>(backend, RotaryTable.Create(Time, HeadSize, 10000), [Time, HeadSize])
            : Tensor.Over(backend, null, 0, [Time, HeadSize]);
        var x = Weight("embedding").Gather(tokens);
        var qkv = x.RmsNorm(Weight("norm")).Linear(Weight("qkv")).Rotary(positions, table, Heads + KeyValueHeads);
        x = qkv.Attention(starts, Heads, KeyValueHeads).Linear(Weight("output"), residual: x);
        x = x.RmsNorm(Weight("norm")).Linear(Weight("gateUp")).SwiGlu().Linear(Weight("down"), residual: x);
        _loss = x.Reshape([Batch * Time, Width]).LinearCrossEntropy(Weight("embedding"), targets.Reshape([Batch * Time]), scale);
        Program = StepProgram.CompileTraining(_loss.Loss, Parameters.All);
        if (backend is not CpuBackend)
        {
            return;
        }

        _optimizer = optimizer is null ? new AdamW(Parameters, new AdamWOptions()) : optimizer(Parameters);
        var random = new RandomStream(7, "tiny");
        foreach (var parameter in Parameters.All)
        {
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value = (float)(random.NextNormal() * 0.2);
            }
        }

        var trained = 0;
        for (var i = 0; i < Batch * Time; i++)
        {
            var target = i % 9 == 0 ? -1 : (int)random.NextBelow(Vocabulary);
            trained += target >= 0 ? 1 : 0;
            Program.Values<int>(tokens)[i] = (int)random.NextBelow(Vocabulary);
            Program.Values<int>(targets)[i] = target;
            Program.Values<int>(positions)[i] = i % Time % 11;
            Program.Values<int>(starts)[i] = i % Time / 11 * 11;
        }

        Program.Values<float>(scale)[0] = 1f / trained;
    }

    public ParameterSet Parameters { get; }

    public StepProgram Program { get; }

    /// <summary>The loss of the last step.</summary>
    public float Loss => Program.Values<float>(_loss.Loss)[0];

    /// <summary>One step: forward, backward, update.</summary>
    public void Step(double learningRate = 3e-3)
    {
        Program.Run();
        _optimizer!.Step(learningRate);
    }

    /// <summary>All weights in one array.</summary>
    public float[] Weights() => [.. Parameters.All.SelectMany(parameter => parameter.Value.ToArray<float>())];
}
