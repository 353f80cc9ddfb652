using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sinter.Data.Compression;

/// <summary>Copies in whole vectors of 16 bytes, which write up to <see cref="Slack"/> bytes too much: for the short copies of which compressed data are made.</summary>
internal static unsafe class WideCopy
{
    /// <summary>How much room there must be behind a copy.</summary>
    public const int Slack = 32;

    /// <summary>Copies bytes that do not overlap, or of which the source lies 16 or more before the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(byte* to, byte* from, uint length)
    {
        Vector128.Load(from).Store(to);
        for (var done = 16u; done < length; done += 16)
        {
            Vector128.Load(from + done).Store(to + done);
        }
    }

    /// <summary>Copies from <paramref name="offset"/> bytes before; where the match is longer than that, it repeats itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Match(byte* to, uint offset, uint length)
    {
        if (offset >= 16)
        {
            Forward(to, to - offset, length);
        }
        else
        {
            NearMatch(to, offset, length);
        }
    }

    /// <summary>Lays down eight bytes one by one, and then copies from a multiple of the offset away.</summary>
    private static void NearMatch(byte* to, uint offset, uint length)
    {
        for (var i = 0; i < 8; i++)
        {
            to[i] = *(to + i - offset);
        }

        var distance = offset >= 8 ? offset : offset * ((7 + offset) / offset);
        for (var done = 8u; done < length; done += 8)
        {
            *(ulong*)(to + done) = *(ulong*)(to + done - distance);
        }
    }
}
