using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Tensors;

/// <summary>A block of native memory, 64-byte aligned and zeroed, freed when nobody holds it any more.</summary>
/// <remarks>Outside the managed heap, so that arrays of gigabytes neither move nor are scanned.</remarks>
public sealed unsafe class NativeBuffer
{
    private const nuint Alignment = 64;
    private static long _liveBytes;
    private static long _peakBytes;

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
        Count(bytes);
    }

    /// <summary>Frees the block.</summary>
    ~NativeBuffer() => FreeOnce();

    /// <summary>Bytes of all blocks in the process that are not freed.</summary>
    public static long LiveBytes => Volatile.Read(ref _liveBytes);

    /// <summary>The most that <see cref="LiveBytes"/> has been since <see cref="ResetPeak"/>.</summary>
    public static long PeakBytes => Volatile.Read(ref _peakBytes);

    /// <summary>The size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The first byte.</summary>
    public void* Pointer { get; private set; }

    /// <summary>Begins to watch for a new peak.</summary>
    public static void ResetPeak() => Volatile.Write(ref _peakBytes, LiveBytes);

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

    /// <summary>Frees the block at once. Only for its one owner, who knows that no pointer into it is used any more.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "Not disposable: most blocks have no single owner, and none may be freed by whoever holds it.")]
    internal void Free()
    {
        FreeOnce();
        GC.SuppressFinalize(this);
    }

    private static void Count(long bytes)
    {
        var live = Interlocked.Add(ref _liveBytes, bytes);
        for (var peak = PeakBytes; live > peak; peak = PeakBytes)
        {
            Interlocked.CompareExchange(ref _peakBytes, live, peak);
        }
    }

    private void FreeOnce()
    {
        if (Pointer is not null)
        {
            NativeMemory.AlignedFree(Pointer);
            Pointer = null;
            GC.RemoveMemoryPressure(Math.Max(Bytes, 1));
            Count(-Bytes);
        }
    }
}
