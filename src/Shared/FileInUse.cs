namespace Sinter;

/// <summary>Tells why a file that is to be held alone could not be opened. Every project that holds files compiles this one source.</summary>
internal static class FileInUse
{
    /// <summary>Whether opening failed because another handle holds the file (and not for want of rights, space or a path).</summary>
    public static bool Is(IOException fault)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        const int lockViolation = unchecked((int)0x80070021);
        const int wouldBlockLinux = 11;
        const int wouldBlockMac = 35;
        return fault.HResult is sharingViolation or lockViolation or wouldBlockLinux or wouldBlockMac;
    }
}
