using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Training.Tasks;

/// <summary>A model with a head over a fixed number of rows, each with one sequence filled up with padding, which none sees.</summary>
internal sealed class TaskProgram
{
    private readonly Tensor _tokens;
    private readonly Tensor _positions;
    private readonly Tensor _starts;
    private readonly Tensor? _segments;
    private readonly Tensor? _places;
    private readonly Tensor _output;
    private readonly StepProgram _program;
    private readonly TextPooling _pooling;
    private readonly int _hiddenTokens;

    /// <summary>Compiles it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Sequences at once.</param>
    /// <param name="time">Tokens of a sequence at most.</param>
    /// <param name="output">What is wanted of the hidden states and the places of the texts; null for what the head says.</param>
    public TaskProgram(TextModel model, int rows, int time, Func<Tensor, Tensor, Tensor>? output = null)
    {
        (Rows, Time, _pooling, _hiddenTokens) = (rows, time, model.Config.Pooling, model.Adapter?.HiddenTokens ?? 0);
        _tokens = Tensor.Input(model.Backend, [rows, time], DataType.Int32);
        _positions = Tensor.Input(model.Backend, [rows, time], DataType.Int32);
        _starts = Tensor.Input(model.Backend, [rows, time], DataType.Int32);
        _segments = model.Config.TokenTypes > 1 ? Tensor.Input(model.Backend, [rows, time], DataType.Int32) : null;
        var hidden = model.Hidden(new TextInputs(_tokens, _positions, _starts, _segments));
        if (output is null && (model.Config.Head is ModelHead.TokenClassification or ModelHead.QuestionAnswering))
        {
            _output = model.TokenLogits(hidden);
        }
        else
        {
            _places = Tensor.Input(model.Backend, TextPlaces.Shape(_pooling, rows), DataType.Int32);
            _output = output?.Invoke(hidden, _places) ?? model.Classify(hidden, _places);
        }

        _program = StepProgram.Compile(_output);
    }

    /// <summary>Sequences at once.</summary>
    public int Rows { get; }

    /// <summary>Tokens of a sequence at most.</summary>
    public int Time { get; }

    /// <summary>Puts a sequence into a row.</summary>
    public void Fill(int row, ReadOnlySpan<int> text, ReadOnlySpan<int> segments)
    {
        var tokens = Row(_tokens, row);
        text.CopyTo(tokens);
        tokens[text.Length..].Clear();
        if (_program.Holds(_positions))
        {
            // Each place of the padding is a document of its own.
            var positions = Row(_positions, row);
            positions[text.Length..].Clear();
            for (var i = 0; i < text.Length; i++)
            {
                positions[i] = i;
            }
        }

        if (_program.Holds(_starts))
        {
            var starts = Row(_starts, row);
            starts[..text.Length].Clear();
            for (var i = text.Length; i < starts.Length; i++)
            {
                starts[i] = i;
            }
        }

        if (_segments is not null)
        {
            var types = Row(_segments, row);
            types.Clear();
            segments.CopyTo(types);
        }

        if (_places is not null)
        {
            var hidden = Math.Min(_hiddenTokens, text.Length - 1);
            TextPlaces.Write(_pooling, _program.Values<int>(_places), row, (row * Time) + hidden, text.Length - hidden);
        }
    }

    /// <summary>Computes; what it gives is valid until the next run.</summary>
    public ReadOnlySpan<float> Run()
    {
        _program.Run();
        return _program.Values<float>(_output);
    }

    private Span<int> Row(Tensor input, int row) => _program.Values<int>(input).Slice(row * Time, Time);
}
