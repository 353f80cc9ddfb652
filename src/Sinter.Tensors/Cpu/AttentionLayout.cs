using Sinter.Tensors.Cpu.Gemm;

namespace Sinter.Tensors.Cpu;

/// <summary>Where queries, keys and values of a head lie in the packed rows of an attention layer.</summary>
internal readonly unsafe struct AttentionLayout
{
    private readonly float* _qkv;

    public AttentionLayout(TensorView qkv, int heads, int keyValueHeads)
    {
        _qkv = qkv.Floats;
        Heads = heads;
        KeyValueHeads = keyValueHeads;
        Batch = qkv.Shape[0];
        Time = qkv.Shape[1];
        RowStride = qkv.Shape[2];
        HeadSize = qkv.Shape[2] / (heads + (2 * keyValueHeads));
    }

    private AttentionLayout(float* qkv, AttentionLayout other)
    {
        this = other;
        _qkv = qkv;
    }

    public int Heads { get; }

    public int KeyValueHeads { get; }

    public int Batch { get; }

    public int Time { get; }

    public int HeadSize { get; }

    /// <summary>Floats from one position to the next.</summary>
    public int RowStride { get; }

    public int OutputStride => Heads * HeadSize;

    public int RowBlocks => (Time + AttentionKernels.BlockRows - 1) / AttentionKernels.BlockRows;

    public float Scale => 1 / MathF.Sqrt(HeadSize);

    /// <summary>Query heads that share a key-value head.</summary>
    public int Group => Heads / KeyValueHeads;

    /// <summary>The same layout over other memory: gradients lie as what they are gradients of.</summary>
    public AttentionLayout Over(float* other) => new(other, this);

    public Matrix Query(int batch, int position, int head) => At(batch, position, head);

    public Matrix Key(int batch, int position, int head) => At(batch, position, Heads + (head / Group));

    public Matrix Value(int batch, int position, int head) => At(batch, position, Heads + KeyValueHeads + (head / Group));

    /// <summary>A head's part of the output's rows.</summary>
    public float* Output(float* output, int batch, int position, int head)
        => output + (((long)batch * Time) + position) * OutputStride + (head * HeadSize);

    private Matrix At(int batch, int position, int slot)
        => Matrix.RowMajor(_qkv + (((long)batch * Time) + position) * RowStride + (slot * HeadSize), RowStride);
}
