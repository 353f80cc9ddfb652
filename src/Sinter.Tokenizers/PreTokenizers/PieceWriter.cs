using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Makes pieces of delimiters and what lies between them, as a <see cref="SplitBehavior"/> says.</summary>
internal struct PieceWriter(SplitBehavior behavior, PieceList target)
{
    private int _start;
    private int _end;
    private bool _isDelimiter;
    private bool _pending;

    /// <summary>Takes the next stretch of a piece.</summary>
    public void Add(int start, int end, bool isDelimiter)
    {
        if (_pending && Joins(isDelimiter))
        {
            _end = end;
        }
        else
        {
            Finish();
            (_start, _end, _pending) = (start, end, !isDelimiter || behavior != SplitBehavior.Removed);
        }

        _isDelimiter = isDelimiter;
    }

    /// <summary>Ends the piece.</summary>
    public void Finish()
    {
        if (_pending)
        {
            target.Add(_start, _end);
            _pending = false;
        }
    }

    private readonly bool Joins(bool isDelimiter) => behavior switch
    {
        SplitBehavior.MergedWithPrevious => isDelimiter && !_isDelimiter,
        SplitBehavior.MergedWithNext => !isDelimiter && _isDelimiter,
        SplitBehavior.Contiguous => isDelimiter == _isDelimiter,
        _ => false,
    };
}
