using System.Runtime.InteropServices;

namespace Sinter.Data.Packing;

/// <summary>The sequence that is being filled: parts of documents one behind another, and padding behind the last.</summary>
internal sealed class SequenceBuilder(PackingOptions options)
{
    private readonly int[] _tokens = new int[options.ContextLength];
    private readonly bool[] _trained = new bool[options.HasTrainedMask ? options.ContextLength : 0];
    private readonly List<PackedSegment> _segments = [];
    private int _end;

    /// <summary>How many positions are free.</summary>
    public int Room => _tokens.Length - _end;

    /// <summary>Adds a part of a document that fits; <paramref name="trained"/> is not looked at where the data set has no mask.</summary>
    public void Append(ReadOnlySpan<int> tokens, ReadOnlySpan<bool> trained, int document, int documentOffset)
    {
        tokens.CopyTo(_tokens.AsSpan(_end));
        if (options.HasTrainedMask)
        {
            trained.CopyTo(_trained.AsSpan(_end));
        }

        _segments.Add(new PackedSegment(_end, tokens.Length, document, documentOffset));
        _end += tokens.Length;
    }

    /// <summary>Writes the sequence and begins an empty one; does nothing where it is empty.</summary>
    public void Flush(PackedFolderWriter folder)
    {
        if (_end > 0)
        {
            _tokens.AsSpan(_end).Fill(options.EndOfText);
            _trained.AsSpan(Math.Min(_end, _trained.Length)).Clear();
            folder.AddSequence(_tokens, _trained, CollectionsMarshal.AsSpan(_segments));
            _segments.Clear();
            _end = 0;
        }
    }
}
