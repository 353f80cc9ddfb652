namespace Sinter.Tensors.Tests.Cpu;

/// <summary>
/// Floats between two rows of sentinels. A sentinel is a not-a-number whose bits no other buffer has: what writes over one is seen, even with what it read
/// from the sentinels of another; and what reads one spoils its result.
/// </summary>
internal sealed unsafe class GuardedFloats
{
    private const int GuardFloats = 64;

    private static int _made;

    private readonly int _sentinel = 0x7FC0_0000 | (Interlocked.Increment(ref _made) & 0xF_FFFF);
    private readonly NativeBuffer _buffer;
    private readonly int _length;
    private readonly int _spareBytes;

    public GuardedFloats(int length)
    {
        _length = length;
        _buffer = new NativeBuffer((length + (2L * GuardFloats)) * sizeof(float));
        All.Fill(_sentinel);
    }

    public GuardedFloats(ReadOnlySpan<float> values)
        : this(values.Length) => values.CopyTo(Values);

    /// <summary>Numbers of any type. The bytes that they leave of the last float are part of the sentinels behind them.</summary>
    public GuardedFloats(ReadOnlySpan<byte> bytes)
        : this((bytes.Length + sizeof(float) - 1) / sizeof(float))
    {
        bytes.CopyTo(Bytes);
        _spareBytes = (_length * sizeof(float)) - bytes.Length;
    }

    public float* Pointer => (float*)_buffer.Pointer + GuardFloats;

    public Span<float> Values => new(Pointer, _length);

    public Span<byte> Bytes => new(Pointer, (_length * sizeof(float)) - _spareBytes);

    private Span<int> All => new(_buffer.Pointer, _length + (2 * GuardFloats));

    public void ShouldBeIntact(string what)
    {
        (All[..GuardFloats].IndexOfAnyExcept(_sentinel) < 0).ShouldBeTrue($"something was written before {what}");
        var spare = new ReadOnlySpan<byte>((byte*)Pointer + Bytes.Length, _spareBytes);
        spare.SequenceEqual(BitConverter.GetBytes(_sentinel).AsSpan(sizeof(float) - _spareBytes)).ShouldBeTrue($"something was written right after {what}");
        (All[^GuardFloats..].IndexOfAnyExcept(_sentinel) < 0).ShouldBeTrue($"something was written after {what}");
    }
}
