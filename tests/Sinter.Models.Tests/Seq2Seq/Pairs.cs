using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Models.Tests.Seq2Seq;

/// <summary>Rows of sources and targets, and what a model makes of them. A source ends where its padding begins, which is a source of its own.</summary>
internal sealed class Pairs
{
    private readonly EncoderDecoder _model;
    private readonly int[][] _integers;
    private readonly Tensor[] _inputs;

    /// <summary>Each row holds segments one after another: a source and a target, both of which begin with their first token.</summary>
    public Pairs(EncoderDecoder model, int sourceTime, int targetTime, int[][] labels, params (int[] Source, int[] Target)[][] rows)
    {
        _model = model;
        var batch = rows.Length;
        Shape[] shapes = [[batch, sourceTime], [batch, sourceTime], [batch, sourceTime], [batch, targetTime], [batch, targetTime], [batch, targetTime], [batch, targetTime, 2], [batch, targetTime]];
        _integers = [.. shapes.Select(static shape => new int[shape.Count])];
        _inputs = [.. shapes.Select(shape => Tensor.Input(model.Backend, shape, DataType.Int32))];
        for (var row = 0; row < batch; row++)
        {
            var (source, target) = (row * sourceTime, row * targetTime);
            foreach (var (sourceTokens, targetTokens) in rows[row])
            {
                Place(sourceTokens, 0, source, row * sourceTime);
                Place(targetTokens, 3, target, row * targetTime);
                for (var i = 0; i < targetTokens.Length; i++)
                {
                    _integers[6][2 * (target + i)] = source - (row * sourceTime);
                    _integers[6][(2 * (target + i)) + 1] = source - (row * sourceTime) + sourceTokens.Length;
                }

                source += sourceTokens.Length;
                target += targetTokens.Length;
            }

            Place(new int[((row + 1) * sourceTime) - source], 0, source, row * sourceTime);
            Place(new int[((row + 1) * targetTime) - target], 3, target, row * targetTime);
            labels[row].CopyTo(_integers[7], row * targetTime);
        }

        Inputs = new SourceTargetInputs(_inputs[0], _inputs[1], _inputs[2], _inputs[3], _inputs[4], _inputs[5], _inputs[6]);
    }

    public SourceTargetInputs Inputs { get; }

    /// <summary>The values of tensors that are computed from <see cref="Inputs"/>.</summary>
    public float[][] Compute(params Tensor[] outputs)
    {
        var program = StepProgram.Compile(outputs);
        Fill(program);
        program.Run();
        float[][] values = [.. outputs.Select(output => program.Values<float>(output).ToArray())];
        GC.KeepAlive(program);
        return values;
    }

    /// <summary>The mean loss over labels, and the loss of each.</summary>
    public (double Loss, float[] Losses) Loss()
    {
        var loss = LossTensors();
        var values = Compute(loss.Loss, loss.Losses);
        return (values[0][0], values[1]);
    }

    /// <summary>Computes the gradients of the loss into the parameters.</summary>
    public void Differentiate()
    {
        var program = StepProgram.CompileTraining(LossTensors().Loss, _model.Parameters.All);
        Fill(program);
        program.Run();
        GC.KeepAlive(program);
    }

    private LossTensors LossTensors()
        => _model.TokenLoss(_model.Hidden(Inputs), _inputs[7], Tensor.From<float>(_model.Backend, [1f / _integers[7].Count(static label => label >= 0)], []));

    private void Fill(StepProgram program)
    {
        // What an output does not depend on is no input of its program.
        foreach (var (input, integers) in _inputs.Zip(_integers).Where(pair => program.Holds(pair.First)))
        {
            integers.CopyTo(program.Values<int>(input));
        }
    }

    private void Place(int[] tokens, int input, int start, int row)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            _integers[input][start + i] = tokens[i];
            _integers[input + 1][start + i] = i;
            _integers[input + 2][start + i] = start - row;
        }
    }
}
