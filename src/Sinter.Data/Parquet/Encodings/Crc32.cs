using System.Runtime.InteropServices;

namespace Sinter.Data.Parquet;

/// <summary>The checksum of pages: CRC-32 as in gzip (polynomial 0xEDB88320, reflected), eight bytes a step by tables.</summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Extend(0, bytes);

    /// <summary>The checksum of what a checksum is known of, and some bytes behind it.</summary>
    public static uint Extend(uint known, ReadOnlySpan<byte> bytes)
    {
        var (t0, t1, t2, t3, t4, t5, t6, t7) = (Tables[0], Tables[1], Tables[2], Tables[3], Tables[4], Tables[5], Tables[6], Tables[7]);
        var crc = ~known;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var word = MemoryMarshal.Read<ulong>(bytes) ^ crc;
            crc = t7[(byte)word] ^ t6[(byte)(word >> 8)] ^ t5[(byte)(word >> 16)] ^ t4[(byte)(word >> 24)]
                ^ t3[(byte)(word >> 32)] ^ t2[(byte)(word >> 40)] ^ t1[(byte)(word >> 48)] ^ t0[(byte)(word >> 56)];
        }

        foreach (var next in bytes)
        {
            crc = t0[(byte)(crc ^ next)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var t = 0; t < 8; t++)
        {
            tables[t] = new uint[256];
            for (var i = 0u; i < 256; i++)
            {
                var value = t == 0 ? i : tables[t - 1][i];
                if (t == 0)
                {
                    for (var bit = 0; bit < 8; bit++)
                    {
                        value = (value >> 1) ^ (0xEDB88320u & (uint)-(int)(value & 1));
                    }
                }
                else
                {
                    value = tables[0][(byte)value] ^ (value >> 8);
                }

                tables[t][i] = value;
            }
        }

        return tables;
    }
}
