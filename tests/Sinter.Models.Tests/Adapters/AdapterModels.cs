using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Tests.Adapters;

/// <summary>Small models with adapters, trained for a few steps on one batch.</summary>
internal sealed class AdapterModels
{
    public const int Time = 16;

    public static readonly ModelConfig Config = new() { VocabularySize = 61, HiddenSize = 32, Layers = 2, Heads = 4, KeyValueHeads = 2, IntermediateSize = 44, ContextLength = 32 };

    /// <summary>Rows of a rule that can be learned: each token follows from the one before.</summary>
    public static readonly int[][] Rows = [.. Enumerable.Range(0, 4).Select(static row => Enumerable.Range(0, Time).Select(t => (7 + (11 * row) + (5 * t)) % 61).ToArray())];

    /// <summary>A model with an adapter, whose weights are drawn wide, so that every part of it matters.</summary>
    public static Model Make(IAdapter? adapter, ModelConfig? config = null, DataType frozenType = DataType.Float32, ulong seed = 5)
    {
        config ??= Config;
        var model = Model.Create(config, new CpuBackend(1), tuning: adapter?.Tuning(config, frozenType));
        var drawn = Model.Create(config, model.Backend, trainable: false);
        drawn.Initialize(seed);
        foreach (var parameter in drawn.Parameters.All)
        {
            var values = parameter.Value.ToArray<float>();
            model.Parameters[parameter.Name].Value.CopyFrom(parameter.Value.Shape.Rank == 1 ? values : [.. values.Select(static value => 8 * value)]);
        }

        adapter?.Initialize(model, seed);
        return model;
    }

    /// <summary>Gives the adapter's parameters random values, as a training would leave them.</summary>
    public static void Disturb(Model model, ulong seed = 3)
    {
        foreach (var parameter in model.Parameters.Trained)
        {
            var random = new RandomStream(seed, parameter.Name);
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value += (float)(0.05 * random.NextNormal());
            }
        }
    }

    public static float[] Logits(Model model) => AdapterOracle.Logits((TextModel)model, Rows, [.. Rows.Select(static row => row.Length)]);

    /// <summary>Trains on the rows, and gives the loss before each step.</summary>
    public static List<float> Train(Model model, int steps, double rate = 0.01)
    {
        var pass = Pass(model);
        var optimizer = new AdamW(model.Parameters, new AdamWOptions { WeightDecay = 0 });
        var losses = new List<float>();
        for (var step = 0; step < steps; step++)
        {
            losses.Add(pass());
            optimizer.Step(rate);
        }

        return losses;
    }

    /// <summary>The gradient of the loss for a parameter.</summary>
    public static float[] Gradient(Model model, string name)
    {
        model.Parameters.ClearGradients();
        Pass(model)();
        return model.Parameters[name].Gradient.ToArray<float>();
    }

    /// <summary>A pass over the rows, which adds to the gradients and gives the loss.</summary>
    public static Func<float> Pass(Model model)
    {
        var text = (TextModel)model;
        var integers = Enumerable.Range(0, 4).Select(_ => Tensor.Input(model.Backend, [Rows.Length, Time], DataType.Int32)).ToArray();
        var scale = Tensor.From<float>(model.Backend, [1f / (Rows.Length * (Time - 1))], []);
        var loss = model.TokenLoss(text.Hidden(new TextInputs(integers[0], integers[1], integers[2])), integers[3], scale).Loss;
        var program = StepProgram.CompileTraining(loss, model.Parameters.Trained);
        return () =>
        {
            for (var i = 0; i < Rows.Length * Time; i++)
            {
                program.Values<int>(integers[0])[i] = Rows[i / Time][i % Time];
                program.Values<int>(integers[1])[i] = i % Time;
                program.Values<int>(integers[2])[i] = 0;
                program.Values<int>(integers[3])[i] = (i % Time) + 1 < Time ? Rows[i / Time][(i % Time) + 1] : -1;
            }

            program.Run();
            return program.Values<float>(loss)[0];
        };
    }

    /// <summary>The bytes of all parameters that are not trained.</summary>
    public static byte[][] Frozen(Model model) => [.. model.Parameters.All.Where(static parameter => !parameter.Value.RequiresGradient && parameter.Value.Type == DataType.Float32)
        .Select(static parameter => System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameter.Value.AsSpan<float>()).ToArray())];

    public static double Difference(float[] a, float[] b) => a.Zip(b).Max(static pair => Math.Abs(pair.First - (double)pair.Second));
}
