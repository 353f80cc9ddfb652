using Sinter.Data.Packing;
using Sinter.Models.Llama;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Training;

/// <summary>The loss of a batch of packed sequences as a program, with or without gradients, and the buffers that it is fed from.</summary>
internal sealed class LossProgram
{
    private readonly Tensor _tokens;
    private readonly Tensor _positions;
    private readonly Tensor _documentStarts;
    private readonly Tensor _targets;
    private readonly Tensor _scale;
    private readonly LossTensors _loss;
    private readonly StepProgram _program;
    private readonly int _time;

    public LossProgram(LlamaModel model, int batch, int time, bool withGradients)
    {
        _time = time;
        BatchSize = batch;
        _tokens = Tensor.Input(model.Backend, [batch, time], DataType.Int32);
        _positions = Tensor.Input(model.Backend, [batch, time], DataType.Int32);
        _documentStarts = Tensor.Input(model.Backend, [batch, time], DataType.Int32);
        _targets = Tensor.Input(model.Backend, [batch, time], DataType.Int32);
        _scale = Tensor.Input(model.Backend, []);
        _loss = model.Loss(_tokens, _positions, _documentStarts, _targets, _scale);
        _program = withGradients
            ? StepProgram.CompileTraining(_loss.Loss, model.Parameters.All)
            : StepProgram.Compile(_loss.Loss, _loss.Losses);
    }

    /// <summary>Sequences in the batch.</summary>
    public int BatchSize { get; }

    /// <summary>The compiled program, for its memory and arithmetic.</summary>
    public StepProgram Program => _program;

    /// <summary>The positions that the last run gave the rotary embedding; they restart with every document.</summary>
    public ReadOnlySpan<int> Positions => _program.Values<int>(_positions);

    /// <summary>Nats of each position of the last run, 0 where nothing is trained; only without gradients.</summary>
    public ReadOnlySpan<float> Losses => _program.Values<float>(_loss.Losses);

    /// <summary>Computes the loss (and adds the gradients) of a batch; the scale makes a mean of its sum.</summary>
    public double Run(PackedBatch batch, double scale)
    {
        batch.Tokens.CopyTo(_program.Values<int>(_tokens));
        batch.Targets.CopyTo(_program.Values<int>(_targets));
        batch.DocumentStarts.CopyTo(_program.Values<int>(_documentStarts));
        var positions = _program.Values<int>(_positions);
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = (i % _time) - batch.DocumentStarts[i];
        }

        _program.Values<float>(_scale)[0] = (float)scale;
        _program.Run();
        return _program.Values<float>(_loss.Loss)[0];
    }
}

/// <summary>Packed sequences side by side, [batch, time].</summary>
internal sealed class PackedBatch(int batch, int time)
{
    public int[] Tokens { get; } = new int[batch * time];

    public int[] Targets { get; } = new int[batch * time];

    public int[] DocumentStarts { get; } = new int[batch * time];

    /// <summary>Reads the sequence at a place into a row.</summary>
    public void Read(ISequenceSource data, long place, int row)
        => data.Read(place, Tokens.AsSpan(row * time, time), Targets.AsSpan(row * time, time), DocumentStarts.AsSpan(row * time, time));

    /// <summary>Fills a row with nothing to train on.</summary>
    public void Clear(int row)
    {
        Tokens.AsSpan(row * time, time).Clear();
        Targets.AsSpan(row * time, time).Fill(-1);
        DocumentStarts.AsSpan(row * time, time).Clear();
    }

    /// <summary>Positions that have a target.</summary>
    public int CountTargets() => Targets.Length - Targets.AsSpan().Count(-1);
}
