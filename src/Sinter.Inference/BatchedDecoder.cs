using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Inference;

/// <summary>
/// Pieces of several sequences through a decoder at once, each at a position of its own, with a key-value cache of each. One program of one shape: a shorter piece is filled up, a row without
/// one computes something that nobody reads. It knows nothing of sampling.
/// </summary>
internal sealed class BatchedDecoder
{
    /// <summary>Tokens of a prompt that are read in one pass.</summary>
    public const int PieceLength = 16;

    private readonly (Tensor Keys, Tensor Values)[] _cache;
    private readonly Tensor _tokens;
    private readonly Tensor _positions;
    private readonly Tensor _starts;
    private readonly Tensor _last;
    private readonly Tensor _logits;
    private readonly StepProgram _program;

    /// <summary>Makes room and compiles the program.</summary>
    /// <param name="model">The model; its weights are read where they lie.</param>
    /// <param name="rows">Sequences side by side.</param>
    /// <param name="length">Tokens of a piece.</param>
    /// <param name="capacity">Positions of a sequence.</param>
    public BatchedDecoder(Transformer model, int rows, int length, int capacity)
    {
        (Rows, Length, Capacity) = (rows, length, capacity);

        // Filled-up pieces write beyond the last token; what they write there is overwritten before it is read.
        Shape cache = [rows, capacity + length, model.Config.KeyValueSize];
        _cache = [.. Enumerable.Range(0, model.Config.NextTokenBlocks).Select(_ => (Tensor.Zeros(model.Backend, cache), Tensor.Zeros(model.Backend, cache)))];
        _tokens = Tensor.Input(model.Backend, [rows, length], DataType.Int32);
        _positions = Tensor.Input(model.Backend, [rows, length], DataType.Int32);
        _starts = Tensor.Input(model.Backend, [rows], DataType.Int32);
        _last = Tensor.Input(model.Backend, [rows], DataType.Int32);
        var hidden = model.Hidden(
            _tokens,
            _positions,
            (qkv, layer) => qkv.CachedAttention(_cache[layer].Keys, _cache[layer].Values, _starts, model.Config.Attention(layer)),
            positionLimit: capacity);
        var rowsOfHidden = hidden.Reshape([rows * length, model.Config.HiddenSize]);
        _logits = model.Logits(length == 1 ? rowsOfHidden : rowsOfHidden.Gather(_last));
        _program = StepProgram.Compile(_logits);
    }

    /// <summary>Sequences side by side.</summary>
    public int Rows { get; }

    /// <summary>Tokens of a piece.</summary>
    public int Length { get; }

    /// <summary>Positions of a sequence.</summary>
    public int Capacity { get; }

    /// <summary>Bytes of the caches.</summary>
    public long CacheBytes => _cache.Sum(static layer => layer.Keys.ByteCount + layer.Values.ByteCount);

    /// <summary>Says what a row reads in the next pass.</summary>
    /// <param name="row">The row.</param>
    /// <param name="tokens">At most <see cref="Length"/>; none for a row that is idle.</param>
    /// <param name="start">Tokens of the sequence before.</param>
    public void Give(int row, ReadOnlySpan<int> tokens, int start)
    {
        var ids = _program.Values<int>(_tokens).Slice(row * Length, Length);
        ids.Clear();
        tokens.CopyTo(ids);
        _program.Values<int>(_starts)[row] = start;
        if (_program.Holds(_last))
        {
            _program.Values<int>(_last)[row] = (row * Length) + Math.Max(0, tokens.Length - 1);
        }

        if (_program.Holds(_positions))
        {
            var positions = _program.Values<int>(_positions).Slice(row * Length, Length);
            for (var i = 0; i < Length; i++)
            {
                positions[i] = Math.Min(start + i, Capacity - 1);
            }
        }
    }

    /// <summary>Computes what all rows were given.</summary>
    public void Run() => _program.Run();

    /// <summary>The logits after the last token of a row, [vocabulary]; valid until the next pass.</summary>
    public ReadOnlySpan<float> Logits(int row)
    {
        var vocabulary = _logits.Shape[^1];
        return _program.Values<float>(_logits).Slice(row * vocabulary, vocabulary);
    }

    /// <summary>Takes the first keys and values of a row of another decoder of the same model.</summary>
    public void CopyRow(BatchedDecoder other, int from, int to, int positions)
    {
        for (var layer = 0; layer < _cache.Length; layer++)
        {
            Copy(other._cache[layer].Keys, _cache[layer].Keys);
            Copy(other._cache[layer].Values, _cache[layer].Values);
        }

        void Copy(Tensor source, Tensor target)
        {
            var width = target.Shape[2];
            source.AsSpan<float>().Slice(from * source.Shape[1] * width, positions * width).CopyTo(target.AsSpan<float>()[(to * target.Shape[1] * width)..]);
            GC.KeepAlive(source);
            GC.KeepAlive(target);
        }
    }
}
