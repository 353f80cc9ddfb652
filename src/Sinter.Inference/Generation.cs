using System.Diagnostics;
using System.Runtime.InteropServices;
using Sinter.Tokenizers;

namespace Sinter.Inference;

/// <summary>
/// One continuation of a prompt, generated while <see cref="Stream"/> is read; its figures are complete when the stream
/// has ended. It owns nothing but them: model and cache are the generator's.
/// </summary>
public sealed class Generation
{
    private readonly TextGenerator _generator;
    private readonly int[] _prompt;
    private readonly GenerationOptions _options;
    private readonly List<int> _tokens = [];
    private bool _started;

    internal Generation(TextGenerator generator, int[] prompt, GenerationOptions options)
    {
        _generator = generator;
        _prompt = prompt;
        _options = options;
    }

    /// <summary>Why it ended; <see cref="FinishReason.None"/> until it has.</summary>
    public FinishReason FinishReason { get; private set; }

    /// <summary>Number of tokens of the prompt.</summary>
    public int PromptTokens => _prompt.Length;

    /// <summary>How many of them were still in the model's cache and not computed again.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>The tokens generated so far; a token that ended the text is not among them.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Time that the model took for the prompt.</summary>
    public TimeSpan PrefillTime { get; private set; }

    /// <summary>Time that the model and the sampler took for the generated tokens.</summary>
    public TimeSpan DecodeTime { get; private set; }

    /// <summary>Tokens of the prompt computed a second; 0 before any was.</summary>
    public double PrefillTokensPerSecond => PrefillTime > TimeSpan.Zero ? (PromptTokens - CachedTokens) / PrefillTime.TotalSeconds : 0;

    /// <summary>Tokens generated a second; 0 before any was.</summary>
    public double DecodeTokensPerSecond => DecodeTime > TimeSpan.Zero ? _tokens.Count / DecodeTime.TotalSeconds : 0;

    /// <summary>Generates, giving each piece of text when it is complete: no piece is empty or has a broken character.</summary>
    /// <param name="cancellation">Ends the generation between two tokens.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The stream was read before, or another generation of the same generator began meanwhile.</exception>
    /// <exception cref="InvalidDataException">The model gave a logit that is no finite number.</exception>
    public IEnumerable<string> Stream(CancellationToken cancellation = default)
    {
        if (_started)
        {
            throw new InvalidOperationException("A generation can be read once only; start another.");
        }

        _started = true;
        var decoder = PrimedDecoder();
        var stops = new StopStrings(_options.StopStrings);
        var sampler = new Sampler(_options.Sampling, _generator.Tokenizer.VocabularySize);
        var sequence = new List<int>(_prompt.Length + Math.Min(_options.MaxTokens, _generator.Model.ContextLength));
        sequence.AddRange(_prompt);

        cancellation.ThrowIfCancellationRequested();
        Prefill(sequence);
        while (FinishReason == FinishReason.None)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Decode(sequence, sampler) is { } token && stops.Append(decoder.Append(token)) is { Length: > 0 } piece)
            {
                yield return piece;
            }

            FinishReason = stops.Found ? FinishReason.StopString : FinishReason;
        }

        var rest = stops.Found ? "" : stops.Append(decoder.Flush()) + stops.Flush();
        if (rest.Length > 0)
        {
            yield return rest;
        }
    }

    /// <summary>Generates to the end and gives the whole text.</summary>
    /// <inheritdoc cref="Stream"/>
    public string Complete(CancellationToken cancellation = default) => string.Concat(Stream(cancellation));

    private void Prefill(List<int> sequence)
    {
        var clock = Stopwatch.GetTimestamp();
        CachedTokens = _generator.Begin(this, _prompt);
        _generator.Advance(this, sequence);
        PrefillTime = Stopwatch.GetElapsedTime(clock);
    }

    /// <summary>Draws the next token; null where it ends the text.</summary>
    private int? Decode(List<int> sequence, Sampler sampler)
    {
        var clock = Stopwatch.GetTimestamp();
        var logits = _generator.Advance(this, sequence);
        var token = sampler.Next(logits, CollectionsMarshal.AsSpan(sequence));
        DecodeTime += Stopwatch.GetElapsedTime(clock);
        if (_generator.EndTokens.Contains(token))
        {
            FinishReason = FinishReason.EndOfText;
            return null;
        }

        sequence.Add(token);
        _tokens.Add(token);
        FinishReason = _tokens.Count == _options.MaxTokens ? FinishReason.MaxTokens
            : sequence.Count > _generator.Model.ContextLength ? FinishReason.ContextFull
            : FinishReason.None;
        return token;
    }

    // The text goes on from the prompt's, so a space that only begins a text is not taken from it.
    private StreamingDecoder PrimedDecoder()
    {
        var decoder = _generator.Tokenizer.CreateStreamingDecoder();
        foreach (var token in _prompt)
        {
            decoder.Append(token);
        }

        return decoder;
    }
}
