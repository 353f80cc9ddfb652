using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Programs;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Evaluation;

/// <summary>
/// Measures the perplexity of a model on a text. The text begins with the tokenizer's beginning of text, where it has one, and every token after the
/// first is predicted. A text longer than the context is seen through windows of the context's length, each half a window after the one before:
/// the first scores all its tokens and each later one only those of its second half, so that those have at least half a context before them.
/// </summary>
/// <param name="model">The model; its weights are read, not copied.</param>
/// <param name="tokenizer">Its tokenizer.</param>
public sealed class PerplexityMeter(TextModel model, Tokenizer tokenizer)
{
    /// <summary>The tokens of a text as the measure sees them, the beginning of text in front.</summary>
    /// <param name="utf8">The text.</param>
    public int[] Encode(ReadOnlySpan<byte> utf8)
    {
        List<int> tokens = [];
        if (tokenizer.BeginningOfText is { } beginning)
        {
            tokens.Add(beginning);
        }

        tokenizer.EncodeUtf8(utf8, tokens);
        return [.. tokens];
    }

    /// <summary>Measures over tokens that <see cref="Encode"/> gave, or the first of them.</summary>
    /// <param name="tokens">At least two.</param>
    /// <param name="progress">Is told the number of tokens that are scored so far.</param>
    /// <param name="cancellation">Ends the measurement between two windows.</param>
    /// <exception cref="ArgumentException">There are fewer than two tokens, or one that the model lacks.</exception>
    /// <exception cref="InvalidDataException">The model gives no finite probability.</exception>
    public Perplexity Measure(ReadOnlySpan<int> tokens, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var nats = 0.0;
        foreach (var loss in Losses(tokens, progress, cancellation))
        {
            nats += loss;
        }

        var bytes = tokenizer.DecodeBytes(tokens).Length - tokenizer.DecodeBytes(tokens[..1]).Length;
        return double.IsFinite(nats)
            ? new Perplexity(tokens.Length - 1, nats, Math.Max(1, bytes))
            : throw new InvalidDataException("The model gives no finite probabilities; its weights are damaged or were not trained to their end.");
    }

    /// <summary>The loss of every token but the first, in nats, [tokens - 1].</summary>
    /// <inheritdoc cref="Measure"/>
    public float[] Losses(ReadOnlySpan<int> tokens, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        Check(tokens);
        var losses = new float[tokens.Length - 1];
        var time = Math.Min(model.Config.ContextLength, losses.Length);
        var window = new Window(model, time);
        var step = Math.Max(1, time / 2);
        var scored = 0;
        for (var start = 0; scored < losses.Length; start += step)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = Math.Min(start + time, losses.Length);
            window.Run(tokens[start..(end + 1)]).Slice(scored - start, end - scored).CopyTo(losses.AsSpan(scored));
            scored = end;
            progress?.Report(scored);
        }

        return losses;
    }

    private void Check(ReadOnlySpan<int> tokens)
    {
        if (tokens.Length < 2)
        {
            throw new ArgumentException(Invariant($"The text has {tokens.Length} tokens, and a perplexity needs at least 2: one to begin with and one to predict."));
        }

        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)model.Config.VocabularySize)
            {
                throw new ArgumentException(Invariant($"The text holds the token {token} and the model knows {model.Config.VocabularySize}; model and tokenizer do not belong together."));
            }
        }
    }

    /// <summary>The losses of up to one context of tokens, as a program over whole sequences.</summary>
    private sealed class Window
    {
        private readonly Tensor _tokens;
        private readonly Tensor _targets;
        private readonly Tensor _losses;
        private readonly StepProgram _program;

        public Window(TextModel model, int time)
        {
            _tokens = Tensor.Input(model.Backend, [1, time], DataType.Int32);
            _targets = Tensor.Input(model.Backend, [1, time], DataType.Int32);
            var positions = Tensor.Input(model.Backend, [1, time], DataType.Int32);
            var documentStarts = Tensor.Input(model.Backend, [1, time], DataType.Int32);
            var scale = Tensor.Input(model.Backend, []);
            var loss = model.TokenLoss(model.Hidden(new TextInputs(_tokens, positions, documentStarts)), _targets, scale);
            _losses = loss.Losses;
            _program = StepProgram.Compile(loss.Loss, loss.Losses);
            _program.Values<float>(scale)[0] = 1;
            if (_program.Holds(documentStarts))
            {
                _program.Values<int>(documentStarts).Clear();
            }

            // Recurrent models do not ask where a token stands.
            for (var i = 0; i < time && _program.Holds(positions); i++)
            {
                _program.Values<int>(positions)[i] = i;
            }
        }

        /// <summary>The losses of all tokens but the first.</summary>
        public ReadOnlySpan<float> Run(ReadOnlySpan<int> tokens)
        {
            Fill(_program.Values<int>(_tokens), tokens[..^1], 0);
            Fill(_program.Values<int>(_targets), tokens[1..], -1);
            _program.Run();
            return _program.Values<float>(_losses)[..(tokens.Length - 1)];
        }

        private static void Fill(Span<int> input, ReadOnlySpan<int> values, int rest)
        {
            values.CopyTo(input);
            input[values.Length..].Fill(rest);
        }
    }
}
