using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Inference.Texts;

/// <summary>
/// A model over a fixed number of rows, each with one text filled up with padding, which no text sees. What is computed from the hidden states is its maker's.
/// </summary>
internal sealed class TextProgram
{
    private readonly Tensor _tokens;
    private readonly Tensor _positions;
    private readonly Tensor _starts;
    private readonly Tensor _places;
    private readonly Tensor _output;
    private readonly StepProgram _program;
    private readonly int _filler;

    /// <summary>Compiles it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Texts at once.</param>
    /// <param name="time">Tokens of a text at most.</param>
    /// <param name="places">The shape of the integers that say which positions are asked for.</param>
    /// <param name="output">What is wanted of hidden states and those integers.</param>
    public TextProgram(TextModel model, int rows, int time, Shape places, Func<Tensor, Tensor, Tensor> output)
    {
        (Rows, Time) = (rows, time);
        _filler = model.Config.PaddingToken is { } padding && (uint)padding < (uint)model.Config.VocabularySize ? padding : 0;
        _tokens = Tensor.Input(model.Backend, [rows, time], DataType.Int32);
        _positions = Tensor.Input(model.Backend, [rows, time], DataType.Int32);
        _starts = Tensor.Input(model.Backend, [rows, time], DataType.Int32);
        _places = Tensor.Input(model.Backend, places, DataType.Int32);
        _output = output(model.Hidden(new TextInputs(_tokens, _positions, _starts)), _places);
        _program = StepProgram.Compile(_output);
    }

    /// <summary>Texts at once.</summary>
    public int Rows { get; }

    /// <summary>Tokens of a text at most.</summary>
    public int Time { get; }

    /// <summary>The integers that say which positions are asked for.</summary>
    public Span<int> Places => _program.Values<int>(_places);

    /// <summary>Puts a text into a row; without tokens the row is padding only.</summary>
    public void Fill(int row, ReadOnlySpan<int> text)
    {
        var tokens = _program.Values<int>(_tokens).Slice(row * Time, Time);
        var positions = _program.Values<int>(_positions).Slice(row * Time, Time);
        text.CopyTo(tokens);
        tokens[text.Length..].Fill(_filler);
        for (var i = 0; i < Time; i++)
        {
            positions[i] = i < text.Length ? i : i - text.Length;
        }

        var starts = _program.Values<int>(_starts).Slice(row * Time, Time);
        starts[..text.Length].Clear();
        starts[text.Length..].Fill(text.Length);
    }

    /// <summary>Computes; what it gives is valid until the next run.</summary>
    public ReadOnlySpan<float> Run()
    {
        _program.Run();
        return _program.Values<float>(_output);
    }
}
