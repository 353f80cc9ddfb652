using Sinter.Data.Packing;

namespace Sinter.Training.Objectives;

/// <summary>What a model reads in one pass: the integers of an <see cref="Objective"/>, row by row.</summary>
public sealed class ObjectiveBatch
{
    private readonly Objective _objective;
    private readonly PackedSequence _sequence;
    private readonly int[] _targets;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="objective">What it is for.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="time">Tokens of a packed sequence.</param>
    public ObjectiveBatch(Objective objective, int batch, int time)
    {
        _objective = objective;
        _sequence = new PackedSequence(time, objective.Channels);
        _targets = new int[batch];
        Values = [.. objective.Inputs(batch, time).Select(static shape => new int[shape.Count])];
        Numbers = [.. objective.Numbers(batch, time).Select(static shape => new float[shape.Count])];
    }

    /// <summary>Rows.</summary>
    public int Size => _targets.Length;

    /// <summary>The integers of each input, all rows.</summary>
    public IReadOnlyList<int[]> Values { get; }

    /// <summary>The numbers of each input of numbers, all rows.</summary>
    public IReadOnlyList<float[]> Numbers { get; }

    /// <summary>Trained tokens in all rows.</summary>
    public int Targets => _targets.Sum();

    /// <summary>Trained tokens in a row.</summary>
    public int TargetsOf(int row) => _targets[row];

    /// <summary>The integers of an input in a row.</summary>
    public Span<int> Row(int input, int row)
    {
        var width = Values[input].Length / Size;
        return Values[input].AsSpan(row * width, width);
    }

    /// <summary>The numbers of an input of numbers in a row.</summary>
    public Span<float> NumberRow(int input, int row)
    {
        var width = Numbers[input].Length / Size;
        return Numbers[input].AsSpan(row * width, width);
    }

    /// <summary>Reads the sequence at a place of the data into a row.</summary>
    public void Read(ISequenceSource data, long place, int row)
    {
        _sequence.Read(data, place);
        _targets[row] = _objective.Fill(_sequence, place, this, row);
    }

    /// <summary>Fills a row with nothing to train on.</summary>
    public void Clear(int row)
    {
        _objective.Clear(this, row);
        _targets[row] = 0;
    }
}
