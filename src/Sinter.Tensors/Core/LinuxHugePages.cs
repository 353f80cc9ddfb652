using System.Runtime.InteropServices;

namespace Sinter.Tensors;

/// <summary>
/// Asks Linux to back large blocks with pages of 2 MiB. Kernels walk many rows at once, each in a page of its own where pages are small, and the
/// processor's table of translated addresses is soon too short; a virtual machine translates twice. Where the system does not offer it, nothing changes.
/// </summary>
internal static unsafe partial class LinuxHugePages
{
    /// <summary>Size and alignment of a huge page in bytes.</summary>
    public const nuint PageBytes = 2 << 20;

    private const int AdviseHugePage = 14;

    /// <summary>Whether a block is so large that huge pages pay and waste little.</summary>
    public static bool Suits(long bytes) => OperatingSystem.IsLinux() && bytes >= (long)PageBytes;

    /// <summary>Asks for huge pages for whole pages of a block; the answer is advice only.</summary>
    public static void Advise(void* block, nuint bytes)
    {
        try
        {
            _ = MemoryAdvise(block, bytes, AdviseHugePage);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            // A Linux without this C library keeps its small pages.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
