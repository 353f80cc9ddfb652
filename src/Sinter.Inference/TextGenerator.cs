using System.Runtime.InteropServices;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>
/// Continues text with a model. It owns what is in the model's cache, so a model has one generator, and only the newest
/// of its generations goes on. A generation ends at an end token, a stop string, the most tokens allowed, or when the
/// context is full: it does not slide, since every slide would silently forget the beginning.
/// </summary>
public sealed class TextGenerator
{
    private readonly bool _reusePrefix;
    private readonly List<int> _cached = [];
    private readonly float[] _logits;
    private Generation? _newest;

    /// <summary>Makes a generator.</summary>
    /// <param name="model">The model; no one else uses it meanwhile.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="endTokens">Tokens that end a text beside the tokenizer's end (and beginning) of text.</param>
    /// <param name="reusePrefix">
    /// Whether a prompt that begins with all that is in the cache goes on from there, as the turns of a chat do. What is
    /// computed in other portions can differ in the last bits, so the texts then depend on the generations before.
    /// </param>
    /// <exception cref="ArgumentException">The model has fewer tokens than the tokenizer.</exception>
    public TextGenerator(ITokenModel model, Tokenizer tokenizer, IEnumerable<int>? endTokens = null, bool reusePrefix = false)
    {
        if (model.VocabularySize < tokenizer.VocabularySize)
        {
            throw new ArgumentException(Invariant($"The tokenizer has {tokenizer.VocabularySize} tokens and the model only {model.VocabularySize}; they do not belong together."));
        }

        Model = model;
        Tokenizer = tokenizer;
        _reusePrefix = reusePrefix;
        _logits = new float[model.VocabularySize];

        // Where texts are told apart by their beginning, a model that begins one has ended the one before.
        EndTokens = [.. endTokens ?? [], .. new[] { tokenizer.EndOfText, tokenizer.BeginningOfText }.OfType<int>()];
    }

    /// <summary>The model.</summary>
    public ITokenModel Model { get; }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    internal HashSet<int> EndTokens { get; }

    /// <summary>Starts to continue a text; nothing is computed before the stream is read.</summary>
    /// <param name="prompt">The text; special tokens in it are plain text. Where it is empty, a new text begins.</param>
    /// <param name="options">How; greedy where left out.</param>
    /// <exception cref="ArgumentException">The prompt is longer than the context, or an option is out of its range.</exception>
    public Generation Start(string prompt, GenerationOptions? options = null)
    {
        List<int> tokens = [];
        if (Tokenizer.BeginningOfText is { } beginning)
        {
            tokens.Add(beginning);
        }

        Tokenizer.Encode(prompt, tokens);
        if (tokens.Count == 0 && Tokenizer.EndOfText is { } end)
        {
            // The end of a text is also where the next begins.
            tokens.Add(end);
        }

        return Start([.. tokens], options);
    }

    /// <summary>Starts to continue tokens; nothing is computed before the stream is read.</summary>
    /// <param name="prompt">The tokens; at least one.</param>
    /// <param name="options">How; greedy where left out.</param>
    /// <exception cref="ArgumentException">The prompt is empty, longer than the context or holds a token that the model lacks, or an option is out of its range.</exception>
    public Generation Start(ReadOnlySpan<int> prompt, GenerationOptions? options = null)
    {
        if (prompt.IsEmpty)
        {
            throw new ArgumentException("The prompt is empty; give it at least one token.");
        }

        if (prompt.Length > Model.ContextLength)
        {
            throw new ArgumentException(Invariant($"The prompt has {prompt.Length} tokens and the model's context holds {Model.ContextLength}; shorten it."));
        }

        foreach (var token in prompt)
        {
            if ((uint)token >= (uint)Tokenizer.VocabularySize)
            {
                throw new ArgumentException(Invariant($"The prompt holds the token {token}; expected 0 to {Tokenizer.VocabularySize - 1}."));
            }
        }

        return new Generation(this, prompt.ToArray(), (options ?? new()).Validated());
    }

    /// <summary>Makes a generation the newest and gives how many of its tokens the cache already holds.</summary>
    internal int Begin(Generation generation, ReadOnlySpan<int> prompt)
    {
        _newest = generation;
        if (!_reusePrefix || _cached.Count == 0 || !prompt.StartsWith(CollectionsMarshal.AsSpan(_cached)))
        {
            _cached.Clear();
            Model.Reset();
        }

        return _cached.Count;
    }

    /// <summary>Computes what the cache lacks of a sequence that begins with it, and gives the logits that follow, [tokens of the tokenizer].</summary>
    internal ReadOnlySpan<float> Advance(Generation generation, List<int> sequence)
    {
        if (_newest != generation)
        {
            throw new InvalidOperationException("Another generation of the same generator began meanwhile; read one to its end before the next.");
        }

        if (sequence.Count > _cached.Count)
        {
            var added = CollectionsMarshal.AsSpan(sequence)[_cached.Count..];
            try
            {
                Model.Append(added).CopyTo(_logits);
                _cached.AddRange(added);
            }
            catch
            {
                // Nobody knows what the model's cache holds now.
                _cached.Clear();
                _newest = null;
                throw;
            }
        }

        // A vocabulary may be padded; the tokens without a text are never drawn.
        return _logits.AsSpan(0, Tokenizer.VocabularySize);
    }
}
