using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>
/// Turns texts into other texts with an encoder-decoder: the source is encoded once, and the target is generated from it as <see cref="TextGenerator"/> continues a text. A
/// model has one generator, and only the newest of its generations goes on.
/// </summary>
public sealed class Seq2SeqGenerator
{
    private readonly SourceDecoder _decoder;
    private readonly int[] _beginning;
    private readonly int[] _endTokens;
    private BoundSource? _newest;

    /// <summary>Makes a generator.</summary>
    /// <param name="model">The model; no one else generates with it meanwhile.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="decoderStart">The token that the decoder begins with; null for what the model's description says.</param>
    /// <param name="endTokens">Tokens that end a target beside the tokenizer's end of text.</param>
    /// <exception cref="ArgumentException">Nobody says with which token the decoder begins, or the model has fewer tokens than the tokenizer.</exception>
    public Seq2SeqGenerator(EncoderDecoder model, Tokenizer tokenizer, int? decoderStart = null, IEnumerable<int>? endTokens = null)
    {
        _decoder = new SourceDecoder(model);
        _endTokens = [.. endTokens ?? []];
        Tokenizer = tokenizer;
        var start = decoderStart ?? model.Config.DecoderStartToken
            ?? throw new ArgumentException("The model does not say with which token its decoder begins; give one, such as the padding of T5 or the end of text of BART.", nameof(decoderStart));

        // BART has learned to write the beginning of the text first, which elsewhere ends one.
        _beginning = model.Config.Family == ModelFamily.Bart && tokenizer.BeginningOfText is { } beginning && beginning != start ? [start, beginning] : [start];
    }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Starts to generate the target of a source; nothing is computed before the stream is read.</summary>
    /// <param name="source">The text; special tokens in it are plain text.</param>
    /// <param name="options">How; greedy where left out.</param>
    /// <exception cref="ArgumentException">The source is longer than the context, or an option is out of its range.</exception>
    public Generation Start(string source, GenerationOptions? options = null) => Start(Frame(Tokenizer.Encode(source)), options);

    /// <summary>Starts to generate the target of a source that is given as tokens; nothing is computed before the stream is read.</summary>
    /// <param name="source">The tokens, with those that frame it; at least one.</param>
    /// <param name="options">How; greedy where left out.</param>
    /// <exception cref="ArgumentException">The source is empty, longer than the context or holds a token that the model lacks, or an option is out of its range.</exception>
    public Generation Start(ReadOnlySpan<int> source, GenerationOptions? options = null)
    {
        if (source.IsEmpty || source.Length > _decoder.ContextLength)
        {
            throw new ArgumentException(Invariant($"The source has {source.Length} tokens and the model's context holds {_decoder.ContextLength}; give at least one token and no more than that."), nameof(source));
        }

        foreach (var token in source)
        {
            if ((uint)token >= (uint)Tokenizer.VocabularySize)
            {
                throw new ArgumentException(Invariant($"The source holds the token {token}; expected 0 to {Tokenizer.VocabularySize - 1}."), nameof(source));
            }
        }

        return new TextGenerator(new BoundSource(this, source.ToArray()), Tokenizer, _endTokens).Start(_beginning, options);
    }

    /// <summary>Tokens of a source with what the tokenizer puts around one text, and an end of text in any case.</summary>
    private int[] Frame(int[] tokens)
    {
        var framed = Tokenizer.AddSpecialTokens(tokens);
        return Tokenizer.EndOfText is { } end && (framed.Length == 0 || framed[^1] != end) ? [.. framed, end] : framed;
    }

    /// <summary>The decoder for one source, which is encoded when its generation begins.</summary>
    private sealed class BoundSource(Seq2SeqGenerator generator, int[] source) : ITokenModel
    {
        public int VocabularySize => generator._decoder.VocabularySize;

        public int ContextLength => generator._decoder.ContextLength;

        public void Reset()
        {
            generator._newest = this;
            generator._decoder.Read(source);
        }

        public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens) => generator._newest == this
            ? generator._decoder.Append(tokens)
            : throw new InvalidOperationException("Another generation of the same generator began meanwhile; read one to its end before the next.");
    }
}
