using System.Runtime.CompilerServices;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>Writes bits that are read backwards (see <see cref="BackwardBits"/>): what is added last is read first. At most 57 bits between two calls of <see cref="Flush"/>.</summary>
internal unsafe ref struct BackwardBitWriter(byte* output)
{
    private readonly byte* _start = output;
    private byte* _output = output;
    private ulong _pending;
    private int _count;

    /// <summary>Adds the low bits of a value, which holds no others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint value, int bits)
    {
        _pending |= (ulong)value << _count;
        _count += bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        *(ulong*)_output = _pending;
        var bytes = _count >> 3;
        _output += bytes;
        _pending >>= bytes << 3;
        _count &= 7;
    }

    /// <summary>Sets the end mark, and gives the length in bytes.</summary>
    public int End()
    {
        Add(1, 1);
        Flush();
        return (int)(_output - _start) + (_count > 0 ? 1 : 0);
    }
}
