using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Where queries, keys and values of a head lie: in the packed rows of self-attention, in two tensors, or in the packed rows and a cache.</summary>
internal readonly unsafe struct AttentionLayout
{
    private readonly float* _queries;
    private readonly float* _keys;
    private readonly float* _values;
    private readonly int _queryStride;
    private readonly int _keyStride;

    /// <summary>The layout of self-attention.</summary>
    public AttentionLayout(TensorView qkv, int heads, int keyValueHeads)
    {
        (Heads, KeyValueHeads, Batch, Time, KeyTime) = (heads, keyValueHeads, qkv.Shape[0], qkv.Shape[1], qkv.Shape[1]);
        _queryStride = _keyStride = qkv.Shape[2];
        HeadSize = qkv.Shape[2] / (heads + (2 * keyValueHeads));
        _queries = qkv.Floats;
        _keys = _queries + (heads * HeadSize);
        _values = _keys + (keyValueHeads * HeadSize);
    }

    private AttentionLayout(TensorView queries, TensorView keyValues, int heads, int keyValueHeads)
    {
        (Heads, KeyValueHeads, Batch, Time, KeyTime) = (heads, keyValueHeads, queries.Shape[0], queries.Shape[1], keyValues.Shape[1]);
        (_queryStride, _keyStride) = (queries.Shape[2], keyValues.Shape[2]);
        HeadSize = queries.Shape[2] / heads;
        _queries = queries.Floats;
        _keys = keyValues.Floats;
        _values = _keys + (keyValueHeads * HeadSize);
    }

    /// <summary>The layout of queries in packed rows, with all keys and values of each sequence in a cache.</summary>
    public AttentionLayout(TensorView qkv, TensorView keys, TensorView values, int heads, int keyValueHeads)
        : this(qkv, heads, keyValueHeads)
    {
        (KeyTime, _keyStride) = (keys.Shape[^2], keys.Shape[^1]);
        _keys = keys.Floats;
        _values = values.Floats;
    }

    public int Heads { get; }

    public int KeyValueHeads { get; }

    public int Batch { get; }

    /// <summary>Queries of a sequence.</summary>
    public int Time { get; }

    /// <summary>Keys of a sequence.</summary>
    public int KeyTime { get; }

    public int HeadSize { get; }

    /// <summary>Floats from one row of the output to the next.</summary>
    public int OutputStride => Heads * HeadSize;

    /// <summary>Query heads that share a key-value head.</summary>
    public int Group => Heads / KeyValueHeads;

    /// <summary>The layout of either kind, over an operation's first tensors or over their gradients.</summary>
    public static AttentionLayout Of(AttentionOptions options, ReadOnlySpan<TensorView> tensors)
        => options.Cross
            ? new(tensors[0], tensors[1], options.Heads, options.KeyValueHeads)
            : new(tensors[0], options.Heads, options.KeyValueHeads);

    public Matrix Query(int batch, int position, int head)
        => Matrix.RowMajor(_queries + ((((long)batch * Time) + position) * _queryStride) + (head * HeadSize), _queryStride);

    public Matrix Key(int batch, int position, int head) => At(_keys, batch, position, head / Group);

    public Matrix Value(int batch, int position, int head) => At(_values, batch, position, head / Group);

    /// <summary>A head's part of the rows of the output, or of its gradient.</summary>
    public Matrix Output(float* output, int batch, int position, int head)
        => Matrix.RowMajor(output + ((((long)batch * Time) + position) * OutputStride) + (head * HeadSize), OutputStride);

    private Matrix At(float* first, int batch, int position, int keyValueHead)
        => Matrix.RowMajor(first + ((((long)batch * KeyTime) + position) * _keyStride) + (keyValueHead * HeadSize), _keyStride);
}
