using System.Globalization;
using Sinter.Inference;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Randomness;

namespace Sinter.Bench.Benchmarks.Inference;

/// <summary>
/// Sampling of many continuations side by side against one after another, turn by turn (A B A B ...), by the same model, on the same prompts, with the same random numbers. The rates are medians of the rounds, prompts
/// included on both sides.
/// </summary>
/// <param name="folder">A model folder; null for a model of GPT-2's kind that is drawn at random.</param>
/// <param name="layers">Layers of a drawn model.</param>
/// <param name="width">Width of a drawn model.</param>
/// <param name="rows">Sequences side by side, one row of the table each.</param>
internal sealed class SamplingBenchmark(string? folder, int layers, int width, IReadOnlyList<int> rows) : IBenchmark
{
    private const int Rounds = 5;
    private const int Prompts = 16;
    private const int Samples = 4;
    private const int PromptTokens = 32;
    private const int MaxTokens = 48;
    private const int DrawnVocabulary = 8192;
    private const int DrawnContext = 256;

    public string Name => "sampling";

    public string Description => "Tokens a second of sampling in batches, against the same continuations one after another.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var model = Load(settings.Threads);
        if (model.Config.ContextLength < PromptTokens + MaxTokens)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The model's context of {model.Config.ContextLength} tokens is shorter than the {PromptTokens + MaxTokens} of a prompt and its continuation; take another model."));
        }

        // Prompts of half the length up to the whole, so that pieces end everywhere.
        var random = new RandomStream(1, "prompts");
        BatchRequest[] requests = [.. Enumerable.Range(0, Prompts).Select(i => new BatchRequest(
            [.. Enumerable.Range(0, (PromptTokens / 2) + (int)random.NextBelow((PromptTokens / 2) + 1)).Select(_ => (int)random.NextBelow(model.Config.VocabularySize))], Samples, i))];
        foreach (var count in rows)
        {
            var batched = new BatchSampler(model, new BatchSamplingOptions { Sampling = Sampling, MaxTokens = MaxTokens, Rows = count });
            var single = new CachedDecoder(model);

            // What is measured first is the warming.
            var sequences = batched.Run(requests);
            var same = sequences.Count(sequence => sequence.Tokens.SequenceEqual(One(single, requests[sequence.Request], sequence.Sample)));
            List<double> together = [], apart = [];
            var tokens = sequences.Sum(static sequence => (long)sequence.Tokens.Length);
            for (var round = 0; round < Rounds; round++)
            {
                together.Add(tokens / Throughput.Of(() => batched.Run(requests)).Seconds);
                apart.Add(tokens / Throughput.Of(() => All(single, requests)).Seconds);
            }

            yield return new Measurement
            {
                Name = "batched sampling",
                Shape = string.Create(CultureInfo.InvariantCulture, $"{model.Config.Layers} layers of {model.Config.HiddenSize}, {count} rows, {Prompts} prompts x {Samples}"),
                Threads = settings.Threads,
                Unit = RateUnit.TokensPerSecond,
                Rate = Timing.Median(together),
                BestRate = together.Max(),
                Peer = "one by one",
                PeerRate = Timing.Median(apart),
                PeerBestRate = apart.Max(),
                Goal = string.Create(CultureInfo.InvariantCulture, $"{same} of {sequences.Count} continuations alike"),
            };
        }
    }

    private static SamplingOptions Sampling { get; } = new() { Seed = 1, Temperature = 1 };

    private static void All(CachedDecoder decoder, IReadOnlyList<BatchRequest> requests)
    {
        foreach (var request in requests)
        {
            for (var sample = 0; sample < request.Samples; sample++)
            {
                One(decoder, request, sample);
            }
        }
    }

    /// <summary>A continuation as the batch draws it.</summary>
    private static int[] One(CachedDecoder decoder, BatchRequest request, int sample)
    {
        decoder.Reset();
        var seed = new RandomStream(Sampling.Seed, string.Create(CultureInfo.InvariantCulture, $"sample/{request.Place}/{sample}")).NextBits();
        var sampler = new Sampler(Sampling with { Seed = seed }, decoder.VocabularySize);
        List<int> tokens = [.. request.Prompt];
        var logits = decoder.Append(request.Prompt);
        while (true)
        {
            tokens.Add(sampler.Next(logits, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens)));
            if (tokens.Count == request.Prompt.Length + MaxTokens)
            {
                return [.. tokens.Skip(request.Prompt.Length)];
            }

            logits = decoder.Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens)[^1..]);
        }
    }

    private Transformer Load(int threads)
    {
        if (folder is not null)
        {
            return ModelWeights.Load(folder, new CpuBackend(threads), trainable: false) as Transformer ?? throw new ArgumentException($"The model in '{folder}' is no transformer decoder; take one.");
        }

        var heads = Math.Max(1, width / 64);
        var model = new Transformer(FamilyDefaults.Apply(new ModelConfig
        {
            Family = ModelFamily.Gpt2,
            VocabularySize = DrawnVocabulary,
            HiddenSize = width,
            Layers = layers,
            Heads = heads,
            KeyValueHeads = heads,
            IntermediateSize = 4 * width,
            ContextLength = DrawnContext,
        }), new CpuBackend(threads), trainable: false);
        model.Initialize(1);
        return model;
    }
}
