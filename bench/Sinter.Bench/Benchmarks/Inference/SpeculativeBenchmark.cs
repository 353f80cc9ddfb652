using System.Diagnostics;
using System.Globalization;
using Sinter.Inference;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;

namespace Sinter.Bench.Benchmarks.Inference;

/// <summary>
/// Self-speculative decoding against greedy decoding of the same model, turn by turn (A B A B ...), on the same prompts; both must say the same. The rates are medians of the
/// rounds. On one thread they are given by the time of the processor too, which a busy machine does not disturb.
/// </summary>
/// <param name="model">A folder of a model with heads for several tokens, and its tokenizer.</param>
/// <param name="prompts">What is continued.</param>
internal sealed class SpeculativeBenchmark(string model, IReadOnlyList<string> prompts) : IBenchmark
{
    private const int Rounds = 5;
    private const int MaxTokens = 120;
    private const double Goal = 1.3;

    /// <summary>What is continued where no text is given.</summary>
    public static IReadOnlyList<string> UsualPrompts { get; } =
    [
        "Once upon a time", "One day, a little girl named", "There was a boy who", "The sun was", "Tom and Lily", "In the park", "A big dog", "Mom said",
    ];

    public string Name => "speculative";

    public string Description => "Tokens a second that heads for several tokens save in greedy decoding, against the same model without them.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        if (ModelWeights.Load(model, new CpuBackend(settings.Threads)) is not Transformer { Config.PredictedTokens: > 1 } loaded)
        {
            throw new ArgumentException($"The model in '{model}' has no heads for several tokens; train one with multi-token prediction.");
        }

        var tokenizer = Tokenizer.Load(model);
        var ahead = new SelfSpeculativeDecoder(loaded);
        var (plain, speculative) = (new Side(new CachedDecoder(loaded), tokenizer), new Side(ahead, tokenizer));
        var texts = plain.Continue(prompts);
        if (!speculative.Continue(prompts).SequenceEqual(texts, StringComparer.Ordinal))
        {
            throw new InvalidOperationException("Self-speculative decoding said another text than greedy decoding.");
        }

        // What was measured so far was the warming.
        plain.Rates.Clear();
        speculative.Rates.Clear();
        for (var round = 0; round < Rounds; round++)
        {
            plain.Continue(prompts);
            speculative.Continue(prompts);
        }

        var shape = string.Create(CultureInfo.InvariantCulture, $"{loaded.Config.Layers} layers of {loaded.Config.HiddenSize}, {loaded.Config.PredictedTokens} heads, {prompts.Count} prompts");
        var statistics = string.Create(
            CultureInfo.InvariantCulture,
            $"{Goal} times greedy; {ahead.TokensPerPass:0.00} tokens a pass, {100.0 * ahead.Accepted / Math.Max(1, ahead.Proposed):0} % of proposals true");
        yield return Row("self-speculative", plain, speculative, static rate => rate.BySecond);
        if (settings.Threads == 1)
        {
            yield return Row("self-speculative, processor time", plain, speculative, static rate => rate.ByProcessorSecond);
        }

        Measurement Row(string name, Side one, Side other, Func<Rate, double> rate) => new()
        {
            Name = name,
            Shape = shape,
            Threads = settings.Threads,
            Unit = RateUnit.TokensPerSecond,
            Rate = Timing.Median(other.Rates.Select(rate)),
            BestRate = other.Rates.Max(rate),
            Peer = "greedy",
            PeerRate = Timing.Median(one.Rates.Select(rate)),
            PeerBestRate = one.Rates.Max(rate),
            Goal = statistics,
        };
    }

    private readonly record struct Rate(double BySecond, double ByProcessorSecond);

    /// <summary>One of the two that are compared.</summary>
    private sealed class Side(ITokenModel decoder, Tokenizer tokenizer)
    {
        public List<Rate> Rates { get; } = [];

        /// <summary>Continues the prompts; the time is that of the generated tokens, but by the processor's clock that of the prompts too.</summary>
        public List<string> Continue(IReadOnlyList<string> prompts)
        {
            var generator = new TextGenerator(decoder, tokenizer);
            var (tokens, seconds, processor) = (0L, 0.0, Process.GetCurrentProcess().TotalProcessorTime);
            var texts = new List<string>();
            foreach (var prompt in prompts)
            {
                var generation = generator.Start(prompt, new GenerationOptions { MaxTokens = MaxTokens });
                texts.Add(generation.Complete());
                tokens += generation.Tokens.Count;
                seconds += generation.DecodeTime.TotalSeconds;
            }

            Rates.Add(new Rate(tokens / seconds, tokens / (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds));
            return texts;
        }
    }
}
