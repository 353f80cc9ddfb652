using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Tensors;

/// <summary>A block of native memory, 64-byte aligned and zeroed, freed when nobody holds it any more.</summary>
/// <remarks>Outside the managed heap, so that arrays of gigabytes neither move nor are scanned.</remarks>
public sealed unsafe class NativeBuffer
{
    private const nuint Alignment = 64;

    /// <summary>Allocates a zeroed block.</summary>
    /// <param name="bytes">Its size in bytes.</param>
    /// <exception cref="InsufficientMemoryException">The memory is not to be had.</exception>
    public NativeBuffer(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        try
        {
            Pointer = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), LinuxHugePages.Suits(bytes) ? LinuxHugePages.PageBytes : Alignment);
        }
        catch (OutOfMemoryException exception)
        {
            throw new InsufficientMemoryException(string.Create(CultureInfo.InvariantCulture, $"There is no memory for a block of {bytes >> 20} MiB; use a smaller model, batch or context."), exception);
        }

        Bytes = bytes;
        if (LinuxHugePages.Suits(bytes))
        {
            LinuxHugePages.Advise(Pointer, (nuint)bytes);
        }

        NativeMemory.Clear(Pointer, (nuint)bytes);
        GC.AddMemoryPressure(Math.Max(bytes, 1));
    }

    /// <summary>Frees the block.</summary>
    ~NativeBuffer()
    {
        if (Pointer is not null)
        {
            NativeMemory.AlignedFree(Pointer);
            GC.RemoveMemoryPressure(Math.Max(Bytes, 1));
        }
    }

    /// <summary>The size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The first byte.</summary>
    public void* Pointer { get; }

    /// <summary>The elements from a byte offset on.</summary>
    public Span<T> AsSpan<T>(long byteOffset, long count)
        where T : unmanaged
    {
        if (byteOffset < 0 || count < 0 || byteOffset + (count * Unsafe.SizeOf<T>()) > Bytes)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"The range of {count} elements at byte {byteOffset} is outside a block of {Bytes} bytes.");
        }

        return new Span<T>((byte*)Pointer + byteOffset, checked((int)count));
    }
}
