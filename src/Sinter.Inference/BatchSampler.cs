using System.Diagnostics;
using System.Globalization;
using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>
/// Continues many sequences at once with key-value caches: a prompt is read once for all of its continuations, and where a sequence ends, the next takes its row. It owns the caches; the model's
/// weights are read where they lie, so that a model in training can be sampled between two steps. What a sequence becomes follows from the seed, its place and the weights alone: neither from
/// the number of threads nor from the sequences beside it, as every program has one shape. It is not for several threads at once.
/// </summary>
public sealed class BatchSampler
{
    /// <summary>Room in caches grows by so many positions.</summary>
    private const int CapacityStep = 64;

    private readonly Transformer _model;
    private readonly BatchSamplingOptions _options;
    private readonly HashSet<int> _endTokens;

    /// <summary>Places before each text that are an adapter's; a prompt is read with so many tokens more in front, which count nowhere else.</summary>
    private readonly int _virtualTokens;

    /// <summary>Tokens of a prompt and its continuation at most.</summary>
    private readonly int _context;
    private BatchedDecoder? _prompts;
    private BatchedDecoder? _sequences;
    private long _promptPasses;
    private long _sequencePasses;

    /// <summary>A sampler with empty caches.</summary>
    /// <param name="model">A decoder.</param>
    /// <param name="options">How many at once, and how each token is drawn.</param>
    /// <exception cref="ArgumentException">The model does not say what comes next, or an option is out of its range.</exception>
    public BatchSampler(Model model, BatchSamplingOptions options)
    {
        _model = model is Transformer { Config: { Kind: ModelKind.Decoder, Head: ModelHead.LanguageModel } } decoder
            ? decoder
            : throw new ArgumentException($"A model of the family {model.Config.Family} with the head {model.Config.Head} cannot be sampled in batches; give a transformer decoder with a language model's head.");
        _virtualTokens = model.Adapter?.VirtualTokens ?? 0;
        _context = model.Config.ContextLength - _virtualTokens;
        _options = options.Validated();
        _endTokens = [.. options.EndTokens];
    }

    /// <summary>Tokens that were drawn so far.</summary>
    public long DrawnTokens { get; private set; }

    /// <summary>Passes through the model so far, of prompts and of sequences.</summary>
    public (long Prompts, long Sequences) Passes => (_promptPasses, _sequencePasses);

    /// <summary>Time spent so far.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Bytes of the caches.</summary>
    public long CacheBytes => (_prompts?.CacheBytes ?? 0) + (_sequences?.CacheBytes ?? 0);

    /// <summary>Continues all prompts.</summary>
    /// <param name="requests">What is continued; each prompt shorter than the model's context.</param>
    /// <param name="cancellation">Ends the work between two passes.</param>
    /// <returns>The continuations, by request and then by sample.</returns>
    /// <exception cref="ArgumentException">A prompt is empty, too long or holds a token that the model lacks.</exception>
    /// <exception cref="InvalidDataException">The model gave a logit that is not finite.</exception>
    public IReadOnlyList<SampledSequence> Run(IReadOnlyList<BatchRequest> requests, CancellationToken cancellation = default)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            Check(requests[i], i);
        }

        if (requests.Sum(static request => (long)request.Samples) == 0)
        {
            return [];
        }

        var start = Stopwatch.GetTimestamp();
        Grow(requests.Max(static request => request.Prompt.Length));
        var done = new List<SampledSequence>();
        var waiting = new Queue<Waiting>();
        var rows = new Running?[_options.Rows];
        var next = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            for (var row = 0; row < rows.Length; row++)
            {
                // A sequence can end with its first token, which is drawn from the logits of the prompt: then the row is still free.
                while (rows[row] is null)
                {
                    if (waiting.Count == 0 && next < requests.Count)
                    {
                        next = ReadPrompts(requests, next, waiting);
                    }

                    if (waiting.Count == 0)
                    {
                        break;
                    }

                    rows[row] = Begin(waiting, row, done);
                }
            }

            Advance(rows, done);
        }
        while (rows.Any(static row => row is not null) || waiting.Count > 0 || next < requests.Count);

        Elapsed += Stopwatch.GetElapsedTime(start);
        return [.. done.OrderBy(static sequence => sequence.Request).ThenBy(static sequence => sequence.Sample)];
    }

    private void Check(BatchRequest request, int index)
    {
        var context = _context;
        if (request.Prompt.Length == 0 || request.Prompt.Length >= context || request.Samples < 0)
        {
            throw new ArgumentException(Invariant($"Prompt {index + 1} has {request.Prompt.Length} tokens and {request.Samples} continuations are wanted; give it 1 to {context - 1} tokens, as the model's context holds {context}{(_virtualTokens > 0 ? Invariant($" beside the {_virtualTokens} places of its adapter") : "")}."));
        }

        if (request.Prompt.AsSpan().IndexOfAnyExceptInRange(0, _model.Config.VocabularySize - 1) is var at and >= 0)
        {
            throw new ArgumentException(Invariant($"Prompt {index + 1} holds the token {request.Prompt[at]}; expected 0 to {_model.Config.VocabularySize - 1}."));
        }
    }

    private void Grow(int longestPrompt)
    {
        var needed = (int)Math.Min(_model.Config.ContextLength, (long)_virtualTokens + longestPrompt + _options.MaxTokens);
        if (_sequences is null || _sequences.Capacity < needed)
        {
            var capacity = Math.Min(_model.Config.ContextLength, (needed + CapacityStep - 1) / CapacityStep * CapacityStep);
            _prompts = new BatchedDecoder(_model, _options.PromptRows, BatchedDecoder.PieceLength, capacity);
            _sequences = new BatchedDecoder(_model, _options.Rows, 1, capacity);
        }
    }

    /// <summary>Reads as many of the next prompts as fit side by side; those without a wanted continuation are passed over.</summary>
    private int ReadPrompts(IReadOnlyList<BatchRequest> requests, int next, Queue<Waiting> waiting)
    {
        var read = new List<(int Request, int[] Prompt, float[] Logits)>();
        for (; next < requests.Count && read.Count < _options.PromptRows; next++)
        {
            if (requests[next].Samples > 0)
            {
                read.Add((next, _virtualTokens == 0 ? requests[next].Prompt : [.. new int[_virtualTokens], .. requests[next].Prompt], new float[_model.Config.VocabularySize]));
            }
        }

        var prompts = _prompts!;
        for (var from = 0; read.Exists(entry => entry.Prompt.Length > from); from += prompts.Length)
        {
            for (var row = 0; row < prompts.Rows; row++)
            {
                var prompt = row < read.Count ? read[row].Prompt : [];
                prompts.Give(row, prompt.AsSpan(Math.Min(from, prompt.Length)..Math.Min(from + prompts.Length, prompt.Length)), Math.Min(from, prompt.Length));
            }

            prompts.Run();
            _promptPasses++;
            for (var row = 0; row < read.Count; row++)
            {
                if (read[row].Prompt.Length is var length && length > from && length <= from + prompts.Length)
                {
                    prompts.Logits(row).CopyTo(read[row].Logits);
                }
            }
        }

        for (var row = 0; row < read.Count; row++)
        {
            var request = requests[read[row].Request];
            for (var sample = 0; sample < request.Samples; sample++)
            {
                waiting.Enqueue(new Waiting(read[row].Request, sample, row, request, read[row].Logits));
            }
        }

        return next;
    }

    /// <summary>Gives a row the prompt of the sequence that has waited longest, and draws its first token.</summary>
    private Running? Begin(Queue<Waiting> waiting, int row, List<SampledSequence> done)
    {
        var (request, sample, promptRow, asked, logits) = waiting.Dequeue();
        var prompt = asked.Prompt;
        _sequences!.CopyRow(_prompts!, promptRow, row, _virtualTokens + prompt.Length);
        var seed = new RandomStream(_options.Sampling.Seed, string.Create(CultureInfo.InvariantCulture, $"sample/{asked.Place}/{sample}")).NextBits();
        var running = new Running(request, sample, prompt.Length, [.. prompt], new Sampler(_options.Sampling with { Seed = seed }, Drawn(logits).Length));
        return Draw(running, logits, done) ? running : null;
    }

    /// <summary>One token more for every running sequence.</summary>
    private void Advance(Running?[] rows, List<SampledSequence> done)
    {
        if (Array.TrueForAll(rows, static row => row is null))
        {
            return;
        }

        var sequences = _sequences!;
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] is { } running)
            {
                sequences.Give(row, [running.Tokens[^1]], _virtualTokens + running.Tokens.Count - 1);
            }
            else
            {
                sequences.Give(row, [], 0);
            }
        }

        sequences.Run();
        _sequencePasses++;
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] is { } running && !Draw(running, sequences.Logits(row), done))
            {
                rows[row] = null;
            }
        }
    }

    /// <summary>Draws a token; false where the sequence has ended with it.</summary>
    private bool Draw(Running running, ReadOnlySpan<float> logits, List<SampledSequence> done)
    {
        var token = running.Sampler.Next(Drawn(logits), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(running.Tokens));
        running.Tokens.Add(token);
        DrawnTokens++;
        var isEnded = _endTokens.Contains(token);
        if (!isEnded && running.Tokens.Count - running.PromptLength < _options.MaxTokens && running.Tokens.Count < _context)
        {
            return true;
        }

        done.Add(new SampledSequence(running.Request, running.Sample, [.. running.Tokens.Skip(running.PromptLength)], isEnded));
        return false;
    }

    private ReadOnlySpan<float> Drawn(ReadOnlySpan<float> logits) => _options.DrawnTokens is > 0 and var drawn && drawn < logits.Length ? logits[..drawn] : logits;

    private sealed record Waiting(int Request, int Sample, int PromptRow, BatchRequest Asked, float[] Logits);

    private sealed record Running(int Request, int Sample, int PromptLength, List<int> Tokens, Sampler Sampler);
}
