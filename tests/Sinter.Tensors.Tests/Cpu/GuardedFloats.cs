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

    public GuardedFloats(int length)
    {
        _length = length;
        _buffer = new NativeBuffer((length + (2L * GuardFloats)) * sizeof(float));
        All.Fill(_sentinel);
    }

    public GuardedFloats(ReadOnlySpan<float> values)
        : this(values.Length) => values.CopyTo(Values);

    public float* Pointer => (float*)_buffer.Pointer + GuardFloats;

    public Span<float> Values => new(Pointer, _length);

    private Span<int> All => new(_buffer.Pointer, _length + (2 * GuardFloats));

    public void ShouldBeIntact(string what)
    {
        (All[..GuardFloats].IndexOfAnyExcept(_sentinel) < 0).ShouldBeTrue($"something was written before {what}");
        (All[^GuardFloats..].IndexOfAnyExcept(_sentinel) < 0).ShouldBeTrue($"something was written after {what}");
    }
}
