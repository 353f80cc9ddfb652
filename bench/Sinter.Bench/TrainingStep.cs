using System.Globalization;
using Sinter.Models;
using Sinter.Models.Llama;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Bench;

/// <summary>A model and the program of one of its training steps over random tokens: what several benchmarks run.</summary>
internal sealed class TrainingStep
{
    private readonly LossTensors _loss;

    /// <summary>Makes a model of a shape and its program.</summary>
    public TrainingStep(ModelConfig config, int batch, Backend backend)
    {
        Model = new LlamaModel(config, backend);
        Model.Initialize(1);
        Tokens = batch * config.ContextLength;
        var (tokens, positions, starts, targets) = (Integers(), Integers(), Integers(), Integers());
        var scale = Tensor.Input(backend, []);
        _loss = Model.Loss(tokens, positions, starts, targets, scale);
        Program = StepProgram.CompileTraining(_loss.Loss, Model.Parameters.All);
        var random = new RandomStream(1, "tokens");
        for (var i = 0; i < Tokens; i++)
        {
            Program.Values<int>(tokens)[i] = (int)random.NextBelow(config.VocabularySize);
            Program.Values<int>(positions)[i] = i % config.ContextLength;
            Program.Values<int>(targets)[i] = (int)random.NextBelow(config.VocabularySize);
        }

        Program.Values<float>(scale)[0] = 1f / Tokens;

        Tensor Integers() => Tensor.Input(backend, [batch, config.ContextLength], DataType.Int32);
    }

    /// <summary>The model of 13.9 million parameters that the targets name, and its batch.</summary>
    public static (ModelConfig Config, int Batch) Reference { get; } =
        (new ModelConfig { VocabularySize = 8192, HiddenSize = 384, Layers = 6, Heads = 6, KeyValueHeads = 6, IntermediateSize = 1024, ContextLength = 256 }, 8);

    /// <summary>The weights and their gradients.</summary>
    public LlamaModel Model { get; }

    /// <summary>Forward and backward pass.</summary>
    public StepProgram Program { get; }

    /// <summary>Tokens of a step.</summary>
    public int Tokens { get; }

    /// <summary>The loss of the last run, in nats.</summary>
    public double Loss => Program.Values<float>(_loss.Loss)[0];

    /// <summary>The shape as results show it: layers, width, heads, context, vocabulary, batch.</summary>
    public static string Describe(ModelConfig config, int batch)
        => string.Create(CultureInfo.InvariantCulture, $"L{config.Layers} C{config.HiddenSize} H{config.Heads} T{config.ContextLength} V{config.VocabularySize} B{batch}");
}
