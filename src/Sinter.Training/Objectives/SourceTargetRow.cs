namespace Sinter.Training.Objectives;

/// <summary>Fills a row of an encoder-decoder's batch with pairs of a source and a target, one after another, and the rest with padding.</summary>
internal ref struct SourceTargetRow
{
    private readonly Span<int> _source;
    private readonly Span<int> _sourcePositions;
    private readonly Span<int> _sourceStarts;
    private readonly Span<int> _target;
    private readonly Span<int> _targetPositions;
    private readonly Span<int> _targetStarts;
    private readonly Span<int> _sourceRanges;
    private readonly Span<int> _labels;
    private readonly Span<float> _weights;
    private readonly int _decoderStart;
    private int _sourceCount;
    private int _targetCount;
    private int _sourceStart;
    private int _targetStart;

    /// <summary>Begins a row.</summary>
    /// <param name="batch">The batch, with the inputs of <see cref="SourceTargetObjective"/>.</param>
    /// <param name="row">Which row.</param>
    /// <param name="decoderStart">The token that the decoder begins with.</param>
    /// <param name="isWeighted">Whether weights are among the numbers of the batch, as the first of them.</param>
    public SourceTargetRow(ObjectiveBatch batch, int row, int decoderStart, bool isWeighted = false)
    {
        _weights = isWeighted ? batch.NumberRow(0, row) : default;
        _source = batch.Row(0, row);
        _sourcePositions = batch.Row(1, row);
        _sourceStarts = batch.Row(2, row);
        _target = batch.Row(3, row);
        _targetPositions = batch.Row(4, row);
        _targetStarts = batch.Row(5, row);
        _sourceRanges = batch.Row(6, row);
        _labels = batch.Row(7, row);
        _decoderStart = decoderStart;
    }

    /// <summary>The weight of the targets that are added from now on.</summary>
    public float Weight { get; set; } = 1;

    /// <summary>Whether a pair of these lengths still fits.</summary>
    public readonly bool HasRoom(int source, int target) => source <= _source.Length - _sourceCount && target <= _target.Length - _targetCount;

    /// <summary>Adds a token to the source of the current pair.</summary>
    public void AddSource(int token)
    {
        _source[_sourceCount] = token;
        _sourcePositions[_sourceCount] = _sourceCount - _sourceStart;
        _sourceStarts[_sourceCount] = _sourceStart;
        _sourceCount++;
    }

    /// <summary>Adds tokens to the source of the current pair.</summary>
    public void AddSource(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            AddSource(token);
        }
    }

    /// <summary>Adds a token to the target of the current pair: the decoder is to say it after all before it.</summary>
    public void AddTarget(int token)
    {
        _target[_targetCount] = _targetCount == _targetStart ? _decoderStart : _labels[_targetCount - 1];
        _targetPositions[_targetCount] = _targetCount - _targetStart;
        _targetStarts[_targetCount] = _targetStart;
        _labels[_targetCount] = token;
        if (!_weights.IsEmpty)
        {
            _weights[_targetCount] = Weight;
        }

        _targetCount++;
    }

    /// <summary>Adds tokens to the target of the current pair.</summary>
    public void AddTarget(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            AddTarget(token);
        }
    }

    /// <summary>Ends the pair: its target sees its source, and the next tokens are of another pair.</summary>
    public void EndPair()
    {
        for (var i = _targetStart; i < _targetCount; i++)
        {
            _sourceRanges[2 * i] = _sourceStart;
            _sourceRanges[(2 * i) + 1] = _sourceCount;
        }

        _sourceStart = _sourceCount;
        _targetStart = _targetCount;
    }

    /// <summary>Fills the rest, a source and a target of their own on which nothing is trained, and gives the number of trained tokens.</summary>
    public int Complete()
    {
        var trained = _targetCount;
        while (_sourceCount < _source.Length)
        {
            AddSource(0);
        }

        while (_targetCount < _target.Length)
        {
            AddTarget(0);
        }

        EndPair();
        _labels[trained..].Fill(-1);
        if (!_weights.IsEmpty)
        {
            _weights[trained..].Clear();
        }

        _sourceRanges[(2 * trained)..].Clear();
        return trained;
    }
}
