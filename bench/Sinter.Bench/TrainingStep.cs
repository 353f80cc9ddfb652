using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Bench;

/// <summary>What a training step is given: tokens, their positions, where their documents start, and targets, each [batch, time]; and 1 / targets, a scalar.</summary>
internal sealed record StepInputs(Tensor Tokens, Tensor Positions, Tensor DocumentStarts, Tensor Targets, Tensor Scale);

/// <summary>The weights of a model and the program of one of its training steps over random tokens: what several benchmarks run.</summary>
internal sealed class TrainingStep
{
    private readonly Tensor _loss;

    private TrainingStep(ParameterSet parameters, int batch, int time, int vocabulary, Func<StepInputs, LossTensors> loss)
    {
        var backend = parameters.Backend;
        var inputs = new StepInputs(Integers(), Integers(), Integers(), Integers(), Tensor.Input(backend, []));
        Parameters = parameters;
        _loss = loss(inputs).Loss;
        Program = StepProgram.CompileTraining(_loss, parameters.All);
        if (backend is Tensors.Null.NullBackend)
        {
            return;
        }

        var random = new RandomStream(1, "tokens");
        for (var i = 0; i < batch * time; i++)
        {
            Program.Values<int>(inputs.Tokens)[i] = (int)random.NextBelow(vocabulary);
            Program.Values<int>(inputs.Positions)[i] = i % time;
            Program.Values<int>(inputs.Targets)[i] = (int)random.NextBelow(vocabulary);
        }

        Program.Values<float>(inputs.Scale)[0] = 1f / (batch * time);

        Tensor Integers() => Tensor.Input(backend, [batch, time], DataType.Int32);
    }

    /// <summary>The weights and their gradients.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Forward and backward pass.</summary>
    public StepProgram Program { get; }

    /// <summary>The loss of the last run, in nats.</summary>
    public double Loss => Program.Values<float>(_loss)[0];

    /// <summary>A step of a model of ours, over sequences as long as its context.</summary>
    public static TrainingStep OfLlama(ModelConfig config, int batch, Backend backend)
    {
        var model = new Transformer(config, backend);
        if (backend is not Tensors.Null.NullBackend)
        {
            model.Initialize(1);
        }

        return new TrainingStep(
            model.Parameters, batch, config.ContextLength, config.VocabularySize,
            inputs => model.TokenLoss(model.Hidden(new TextInputs(inputs.Tokens, inputs.Positions, inputs.DocumentStarts)), inputs.Targets, inputs.Scale));
    }

    /// <summary>A step of GPT-2; see <see cref="Gpt2Graph"/> for what is computed again.</summary>
    public static TrainingStep OfGpt2(Gpt2Config config, int batch, int time, Backend backend, bool recompute = true)
    {
        var model = new Gpt2Graph(config, backend, recompute);
        if (backend is not Tensors.Null.NullBackend)
        {
            model.Initialize(1);
        }

        return new TrainingStep(model.Parameters, batch, time, config.Vocabulary, model.Loss);
    }
}
