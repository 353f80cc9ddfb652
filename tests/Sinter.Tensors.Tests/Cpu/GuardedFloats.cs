namespace Sinter.Tensors.Tests.Cpu;

/// <summary>
/// Floats between two rows of sentinels. A sentinel is a not-a-number of its own: what writes over one is seen by its bits, and what reads one
/// spoils its result.
/// </summary>
internal sealed unsafe class GuardedFloats
{
    private const int GuardFloats = 64;
    private const int Sentinel = 0x7FC0_5EED;

    private readonly NativeBuffer _buffer;
    private readonly int _length;

    public GuardedFloats(int length)
    {
        _length = length;
        _buffer = new NativeBuffer((length + (2L * GuardFloats)) * sizeof(float));
        All.Fill(Sentinel);
    }

    public GuardedFloats(ReadOnlySpan<float> values)
        : this(values.Length) => values.CopyTo(Values);

    public float* Pointer => (float*)_buffer.Pointer + GuardFloats;

    public Span<float> Values => new(Pointer, _length);

    private Span<int> All => new(_buffer.Pointer, _length + (2 * GuardFloats));

    public void ShouldBeIntact(string what)
    {
        (All[..GuardFloats].IndexOfAnyExcept(Sentinel) < 0).ShouldBeTrue($"something was written before {what}");
        (All[^GuardFloats..].IndexOfAnyExcept(Sentinel) < 0).ShouldBeTrue($"something was written after {what}");
    }
}
