using System.Globalization;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Null;

namespace Sinter.Bench;

/// <summary>A model and a batch whose training step is measured.</summary>
internal sealed record TrainingShape
{
    /// <summary>The model of 13.9 million parameters that the targets name.</summary>
    public static ModelConfig Reference { get; } = new()
    {
        VocabularySize = 8192,
        HiddenSize = 384,
        Layers = 6,
        Heads = 6,
        KeyValueHeads = 6,
        IntermediateSize = 1024,
        ContextLength = 256,
    };

    /// <summary>Sequences in a batch of the reference model.</summary>
    public const int ReferenceBatch = 8;

    /// <summary>All that are measured.</summary>
    public static IReadOnlyList<TrainingShape> All { get; } = [OfReference(), OfGpt2(1, 1024, 3), OfGpt2(4, 64, 5)];

    /// <summary>The word on the command line of a round.</summary>
    public required string Key { get; init; }

    /// <summary>The name of the row.</summary>
    public required string RowName { get; init; }

    /// <summary>The sizes as results show them: layers, width, heads, time, vocabulary, batch.</summary>
    public required string Shape { get; init; }

    /// <summary>Tokens of a step.</summary>
    public required int Tokens { get; init; }

    /// <summary>Steps of a round that are timed, after a warm one: fewer where a step takes seconds.</summary>
    public required int Steps { get; init; }

    /// <summary>The peer's arguments after the number of threads and steps: family, layers, width, heads, intermediate, time, vocabulary, batch, rows of positions.</summary>
    public required IReadOnlyList<string> PeerArguments { get; init; }

    /// <summary>Makes the step; the flag says whether what is cheap may be computed twice.</summary>
    public required Func<Backend, bool, TrainingStep> Make { get; init; }

    /// <summary>Floating-point operations of a step, what is computed twice counted once.</summary>
    /// <exception cref="InvalidOperationException">The step as it is run multiplies matrices more often than it must.</exception>
    public long FloatingPointOperations()
    {
        var once = Make(NullBackend.Instance, false).Program;
        if (Products(once) != Products(Make(NullBackend.Instance, true).Program))
        {
            throw new InvalidOperationException($"The step {Key} computes matrix products twice to save memory, which its figures do not allow for.");
        }

        return once.FloatingPointOperations;

        static long Products(Tensors.Programs.StepProgram program)
            => program.KernelCalls.Where(static call => call.Operation is "MatMul" or "Attention" or "LinearCrossEntropy").Sum(static call => call.FloatingPointOperations);
    }

    private static TrainingShape OfReference()
    {
        var config = Reference;
        int[] sizes = [config.Layers, config.HiddenSize, config.Heads, config.IntermediateSize, config.ContextLength, config.VocabularySize, ReferenceBatch, 0];
        return new TrainingShape
        {
            Key = "reference",
            RowName = "train-step",
            Shape = Describe(config.Layers, config.HiddenSize, config.Heads, config.ContextLength, config.VocabularySize, ReferenceBatch),
            Tokens = ReferenceBatch * config.ContextLength,
            Steps = 5,
            PeerArguments = Texts("llama", sizes),
            Make = (backend, _) => TrainingStep.OfLlama(config, ReferenceBatch, backend),
        };
    }

    private static TrainingShape OfGpt2(int batch, int time, int steps)
    {
        var config = Gpt2Config.Small;
        int[] sizes = [config.Layers, config.Width, config.Heads, config.Intermediate, time, config.Vocabulary, batch, config.Positions];
        return new TrainingShape
        {
            Key = string.Create(CultureInfo.InvariantCulture, $"gpt2-124m-t{time}-b{batch}"),
            RowName = "train-step gpt2-124m",
            Shape = Describe(config.Layers, config.Width, config.Heads, time, config.Vocabulary, batch),
            Tokens = batch * time,
            Steps = steps,
            PeerArguments = Texts("gpt2", sizes),
            Make = (backend, recompute) => TrainingStep.OfGpt2(config, batch, time, backend, recompute),
        };
    }

    /// <summary>For example <c>L6 C384 H6 T256 V8192 B8</c>.</summary>
    public static string Describe(int layers, int width, int heads, int time, int vocabulary, int batch)
        => string.Create(CultureInfo.InvariantCulture, $"L{layers} C{width} H{heads} T{time} V{vocabulary} B{batch}");

    private static string[] Texts(string family, int[] sizes) => [family, .. sizes.Select(static size => size.ToString(CultureInfo.InvariantCulture))];
}
