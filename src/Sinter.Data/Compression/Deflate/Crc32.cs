using System.Buffers.Binary;

namespace Sinter.Data.Compression.Deflate;

/// <summary>The checksum of gzip (RFC 1952, section 8), sixteen bytes at a time with a table for each.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Tables = MakeTables();

    /// <summary>Goes on from the checksum of what came before; 0 at the start.</summary>
    public static unsafe uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        fixed (uint* t = Tables)
        {
            for (; bytes.Length >= 16; bytes = bytes[16..])
            {
                var a = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
                var b = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
                crc = t[0xF00 + (byte)a] ^ t[0xE00 + (byte)(a >> 8)] ^ t[0xD00 + (byte)(a >> 16)] ^ t[0xC00 + (byte)(a >> 24)]
                    ^ t[0xB00 + (byte)(a >> 32)] ^ t[0xA00 + (byte)(a >> 40)] ^ t[0x900 + (byte)(a >> 48)] ^ t[0x800 + (byte)(a >> 56)]
                    ^ t[0x700 + (byte)b] ^ t[0x600 + (byte)(b >> 8)] ^ t[0x500 + (byte)(b >> 16)] ^ t[0x400 + (byte)(b >> 24)]
                    ^ t[0x300 + (byte)(b >> 32)] ^ t[0x200 + (byte)(b >> 40)] ^ t[0x100 + (byte)(b >> 48)] ^ t[(byte)(b >> 56)];
            }

            foreach (var value in bytes)
            {
                crc = (crc >> 8) ^ t[(byte)(crc ^ value)];
            }
        }

        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[16 * 256];
        for (var i = 0; i < 256; i++)
        {
            var crc = (uint)i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            tables[i] = (tables[i - 256] >> 8) ^ tables[(byte)tables[i - 256]];
        }

        return tables;
    }
}
