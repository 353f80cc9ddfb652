using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors.Operations;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Inference.Texts;

/// <summary>
/// Texts as vectors: the pooled hidden states of a trunk (Reimers and Gurevych 2019), of any head or none. Texts of about the same length are computed together, so the last bits of a vector can depend
/// on its neighbours. The model's weights are read, not copied. It keeps programs of some lengths and serves one caller at a time.
/// </summary>
public sealed class TextEmbedder
{
    /// <summary>Programs that are kept, each with the memory of its activations.</summary>
    private const int MostPrograms = 12;

    /// <summary>Rows of the programs of each length, where the tokens allow them.</summary>
    private static readonly int[] RowCounts = [64, 8, 1];

    private readonly TextModel _model;
    private readonly TextInputBuilder _inputs;
    private readonly TextEmbedderOptions _options;
    private readonly TextPooling _pooling;
    private readonly Dictionary<(int Rows, int Time), TextProgram> _programs = [];

    /// <summary>Makes an embedder.</summary>
    /// <param name="model">The model; nobody else uses it meanwhile.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="options">How; the defaults where left out.</param>
    /// <exception cref="ArgumentException">Model and tokenizer do not belong together, or an option is out of its range.</exception>
    public TextEmbedder(TextModel model, Tokenizer tokenizer, TextEmbedderOptions? options = null)
    {
        _options = options ?? new();
        if (_options.BatchTokens < 1)
        {
            throw new ArgumentException(Invariant($"{nameof(TextEmbedderOptions.BatchTokens)} is {_options.BatchTokens}; it must be at least 1."), nameof(options));
        }

        _model = model;
        _pooling = _options.Pooling ?? (model.Config.Kind == ModelKind.Encoder ? TextPooling.Mean : TextPooling.Last);
        _inputs = new TextInputBuilder(model.Config, tokenizer);
        _inputs.RequireFit();
    }

    /// <summary>Elements of a vector.</summary>
    public int Size => _model.Config.HiddenSize;

    /// <summary>The vector of a text.</summary>
    /// <exception cref="ArgumentException">The text is longer than the context.</exception>
    public float[] Embed(string text) => EmbedAll([text])[0];

    /// <summary>The vectors of texts, in their order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    /// <exception cref="ArgumentException">A text is longer than the context.</exception>
    public float[][] EmbedAll(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) => EmbedAll(texts, out _, cancellationToken);

    /// <summary>The vectors of texts, and how many tokens were read.</summary>
    internal float[][] EmbedAll(IReadOnlyList<string> texts, out long tokens, CancellationToken cancellationToken)
    {
        var inputs = new int[texts.Count][];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Tokens(texts[i], i, inputs.Length);
        }

        tokens = inputs.Sum(static input => (long)input.Length);
        var vectors = new float[inputs.Length][];

        // The longest first: what follows fits into what there is.
        int[] order = [.. Enumerable.Range(0, inputs.Length).OrderByDescending(i => inputs[i].Length)];
        for (var done = 0; done < order.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var time = _inputs.TimeFor(inputs[order[done]].Length);
            var left = order.Length - done;
            var program = ProgramFor(RowCounts.First(rows => rows == 1 || (rows <= left && rows * (long)time <= _options.BatchTokens)), time);
            var batch = order.AsSpan(done, program.Rows);
            Run(program, batch, inputs, vectors);
            done += batch.Length;
        }

        return vectors;
    }

    private void Run(TextProgram program, ReadOnlySpan<int> batch, int[][] inputs, float[][] vectors)
    {
        for (var row = 0; row < batch.Length; row++)
        {
            var text = inputs[batch[row]];
            program.Fill(row, text);
            TextPlaces.Write(_pooling, program.Places, row, row * program.Time, text.Length);
        }

        var output = program.Run();
        for (var row = 0; row < batch.Length; row++)
        {
            var vector = output.Slice(row * Size, Size).ToArray();
            if (_options.Normalizes)
            {
                Normalize(vector);
            }

            vectors[batch[row]] = vector;
        }
    }

    private int[] Tokens(string text, int index, int count)
    {
        try
        {
            return _inputs.Build(text, _options.Truncates, allowSpecial: false);
        }
        catch (ArgumentException fault) when (count > 1 && fault is not ArgumentNullException)
        {
            throw new ArgumentException(Invariant($"Text {index + 1} of {count}: {fault.Message}"), nameof(text), fault);
        }
    }

    private TextProgram ProgramFor(int rows, int time)
    {
        if (!_programs.TryGetValue((rows, time), out var program))
        {
            if (_programs.Count == MostPrograms)
            {
                _programs.Clear();
            }

            _programs[(rows, time)] = program = new TextProgram(_model, rows, time, TextPlaces.Shape(_pooling, rows), (hidden, places) => hidden.Pool(places, _pooling));
        }

        return program;
    }

    /// <summary>Scales a vector to length 1; one of zeros stays.</summary>
    private static void Normalize(Span<float> vector)
    {
        var squares = 0.0;
        foreach (var element in vector)
        {
            squares += (double)element * element;
        }

        if (squares > 0)
        {
            var factor = (float)(1 / Math.Sqrt(squares));
            foreach (ref var element in vector)
            {
                element *= factor;
            }
        }
    }
}
