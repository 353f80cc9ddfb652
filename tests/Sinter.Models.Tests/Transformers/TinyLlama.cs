using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;
using Sinter.Tests;

namespace Sinter.Models.Tests.Transformers;

/// <summary>A small model with weights large enough that every part of it matters, its programs, and the plain reference over the same weights.</summary>
internal sealed class TinyLlama
{
    public const int Time = 32;
    private readonly Transformer _model;

    public TinyLlama(int heads = 4, int keyValueHeads = 2, bool tied = true, ulong seed = 7)
    {
        _model = new Transformer(Config(heads, keyValueHeads, tied), new CpuBackend(1));
        foreach (var parameter in _model.Parameters.All)
        {
            var random = new RandomStream(seed, parameter.Name);
            var (mean, deviation) = parameter.Value.Shape.Rank == 1 ? (1.0, 0.2) : (0.0, 0.3);
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight = (float)(mean + (deviation * random.NextNormal()));
            }
        }
    }

    public Transformer Model => _model;

    public static ModelConfig Config(int heads = 4, int keyValueHeads = 2, bool tied = true) => new()
    {
        VocabularySize = 61,
        HiddenSize = 32,
        Layers = 2,
        Heads = heads,
        KeyValueHeads = keyValueHeads,
        IntermediateSize = 44,
        ContextLength = Time,
        TieEmbeddings = tied,
    };

    /// <summary>Random tokens of a document.</summary>
    public static int[] Document(int length, ulong seed)
    {
        var random = new RandomStream(seed, "document");
        return [.. Enumerable.Range(0, length).Select(_ => (int)random.NextBelow(61))];
    }

    /// <summary>The engine's logits after each token of one document, [length, vocabulary].</summary>
    public float[] Logits(int[] document) => Logits(_model, document);

    /// <summary>A model's logits after each token of one document, [length, vocabulary].</summary>
    public static float[] Logits(Transformer model, int[] document)
    {
        var tokens = Tensor.Input(model.Backend, [1, document.Length], DataType.Int32);
        var positions = Tensor.Input(model.Backend, [1, document.Length], DataType.Int32);
        var starts = Tensor.Input(model.Backend, [1, document.Length], DataType.Int32);
        var logits = model.Logits(model.Hidden(tokens, positions, (qkv, _) => qkv.Attention(starts, model.Config.Heads, model.Config.KeyValueHeads)));
        var program = StepProgram.Compile(logits);
        document.CopyTo(program.Values<int>(tokens));
        Enumerable.Range(0, document.Length).ToArray().CopyTo(program.Values<int>(positions));
        program.Values<int>(starts).Clear();
        program.Run();
        var result = program.Values<float>(logits).ToArray();
        GC.KeepAlive(program);
        return result;
    }

    /// <summary>The loss of packed rows, and the losses of their positions.</summary>
    public (float Loss, float[] Losses) Loss(params Pack[] rows)
    {
        var inputs = new LossInputs(_model, rows.Length);
        var program = StepProgram.Compile(inputs.Loss.Loss, inputs.Loss.Losses);
        inputs.Fill(program, rows);
        program.Run();
        var result = (program.Values<float>(inputs.Loss.Loss)[0], program.Values<float>(inputs.Loss.Losses).ToArray());
        GC.KeepAlive(program);
        return result;
    }

    /// <summary>Computes the gradients of the loss into the parameters.</summary>
    public void Differentiate(params Pack[] rows)
    {
        var inputs = new LossInputs(_model, rows.Length);
        var program = StepProgram.CompileTraining(inputs.Loss.Loss, _model.Parameters.All);
        inputs.Fill(program, rows);
        program.Run();
        GC.KeepAlive(program);
    }

    /// <summary>The reference's logits after each token of one document.</summary>
    public double[][] ReferenceLogits(int[] document)
    {
        var weights = ModelWeights.ToWrite(_model).ToDictionary(weight => weight.Info.Name, Values, StringComparer.Ordinal);
        var config = _model.Config;
        var reference = new ReferenceLlama(
            name => weights[name], config.HiddenSize, config.Layers, config.Heads, config.KeyValueHeads, config.TieEmbeddings, config.RopeBase, config.NormEpsilon);
        return [.. document.Select(reference.Forward)];
    }

    /// <summary>The reference's -log softmax of the token that follows, for each token of a document but the last.</summary>
    public double[] ReferenceLosses(int[] document) =>
        [.. ReferenceLogits(document).Zip(document.Skip(1), static (logits, next) => Math.Log(logits.Sum(static logit => Math.Exp(logit))) - logits[next])];

    private static float[] Values(TensorToWrite weight)
    {
        var values = new float[weight.Info.Elements];
        weight.Fill(values);
        return values;
    }

    private sealed class LossInputs
    {
        private readonly Tensor _tokens;
        private readonly Tensor _positions;
        private readonly Tensor _starts;
        private readonly Tensor _targets;
        private readonly Tensor _scale;

        public LossInputs(Transformer model, int rows)
        {
            _tokens = Tensor.Input(model.Backend, [rows, Time], DataType.Int32);
            _positions = Tensor.Input(model.Backend, [rows, Time], DataType.Int32);
            _starts = Tensor.Input(model.Backend, [rows, Time], DataType.Int32);
            _targets = Tensor.Input(model.Backend, [rows, Time], DataType.Int32);
            _scale = Tensor.Input(model.Backend, []);
            Loss = model.TokenLoss(model.Hidden(new TextInputs(_tokens, _positions, _starts)), _targets, _scale);
        }

        public LossTensors Loss { get; }

        public void Fill(StepProgram program, Pack[] rows)
        {
            rows.SelectMany(static row => row.Tokens).ToArray().CopyTo(program.Values<int>(_tokens));
            rows.SelectMany(static row => row.Positions).ToArray().CopyTo(program.Values<int>(_positions));
            rows.SelectMany(static row => row.Starts).ToArray().CopyTo(program.Values<int>(_starts));
            rows.SelectMany(static row => row.Targets).ToArray().CopyTo(program.Values<int>(_targets));
            program.Values<float>(_scale)[0] = 1f / rows.Sum(static row => row.Targets.Count(static target => target >= 0));
        }
    }
}

/// <summary>Documents in one sequence of <see cref="TinyLlama.Time"/> positions; what is left over is padding, a document of its own.</summary>
internal sealed class Pack
{
    public Pack(params int[][] documents)
    {
        Targets.AsSpan().Fill(-1);
        var start = 0;
        foreach (var document in documents)
        {
            document.CopyTo(Tokens, start);
            document.AsSpan(1).CopyTo(Targets.AsSpan(start));
            Place(start, document.Length);
            start += document.Length;
        }

        Place(start, TinyLlama.Time - start);
    }

    public int[] Tokens { get; } = new int[TinyLlama.Time];

    public int[] Positions { get; } = new int[TinyLlama.Time];

    public int[] Starts { get; } = new int[TinyLlama.Time];

    public int[] Targets { get; } = new int[TinyLlama.Time];

    private void Place(int start, int length)
    {
        Starts.AsSpan(start, length).Fill(start);
        for (var i = 0; i < length; i++)
        {
            Positions[start + i] = i;
        }
    }
}
