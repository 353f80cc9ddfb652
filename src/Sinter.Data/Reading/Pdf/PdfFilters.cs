using System.IO.Compression;
using System.Numerics;

namespace Sinter.Data.Reading.Pdf;

/// <summary>The filters of streams that texts and tables come in (ISO 32000, 7.4). Each gives what can be read of data that break off, and stops at a bound.</summary>
internal static class PdfFilters
{
    /// <summary>Data of zlib. What follows a fault is lost; what stands before it is given.</summary>
    public static byte[] Flate(ReadOnlyMemory<byte> data, int most)
    {
        var output = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(data.ToArray(), writable: false), CompressionMode.Decompress);
            CopyBounded(zlib, output, most);
        }
        catch (InvalidDataException)
        {
            // Readers of PDF show what they can; so does this one.
        }

        Bound(output.Length, most);
        return output.ToArray();
    }

    /// <summary>Pairs of hexadecimal digits; other signs are passed over, a last single digit counts as if a zero followed.</summary>
    public static byte[] AsciiHex(ReadOnlySpan<byte> data)
    {
        var output = new MemoryStream(data.Length / 2);
        var high = -1;
        foreach (var sign in data)
        {
            if (sign == '>')
            {
                break;
            }

            if (!char.IsAsciiHexDigit((char)sign))
            {
                continue;
            }

            var digit = sign <= '9' ? sign - '0' : (sign & 0xDF) - 'A' + 10;
            if (high < 0)
            {
                high = digit;
            }
            else
            {
                output.WriteByte((byte)((high << 4) | digit));
                high = -1;
            }
        }

        if (high >= 0)
        {
            output.WriteByte((byte)(high << 4));
        }

        return output.ToArray();
    }

    /// <summary>Five signs for four bytes.</summary>
    public static byte[] Ascii85(ReadOnlySpan<byte> data)
    {
        var output = new MemoryStream(data.Length);
        uint group = 0;
        var count = 0;
        foreach (var sign in data)
        {
            if (sign == '~')
            {
                break;
            }

            if (sign == 'z' && count == 0)
            {
                output.Write([0, 0, 0, 0]);
            }
            else if (sign is >= (byte)'!' and <= (byte)'u')
            {
                group = unchecked((group * 85) + (uint)(sign - '!'));
                if (++count == 5)
                {
                    output.Write([(byte)(group >> 24), (byte)(group >> 16), (byte)(group >> 8), (byte)group]);
                    (group, count) = (0, 0);
                }
            }
        }

        if (count > 1)
        {
            for (var i = count; i < 5; i++)
            {
                group = unchecked((group * 85) + 84);
            }

            for (var i = 0; i < count - 1; i++)
            {
                output.WriteByte((byte)(group >> (24 - (8 * i))));
            }
        }

        return output.ToArray();
    }

    /// <summary>LZW with codes of 9 to 12 bits.</summary>
    public static byte[] Lzw(ReadOnlySpan<byte> data, bool early, int most)
    {
        const int Clear = 256;
        const int End = 257;
        var output = new MemoryStream();
        var prefix = new int[4096];
        var last = new byte[4096];
        var reversed = new byte[4097];
        int next = End + 1, width = 9, bits = 0, buffer = 0, previous = -1;
        byte first = 0;
        foreach (var value in data)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            if (bits < width)
            {
                continue;
            }

            bits -= width;
            var code = (buffer >> bits) & ((1 << width) - 1);
            buffer &= (1 << bits) - 1;
            if (code == End || code > next || (code == next && previous < 0))
            {
                break;
            }

            if (code == Clear)
            {
                (next, width, previous) = (End + 1, 9, -1);
                continue;
            }

            var length = 0;
            var at = code;
            if (code == next)
            {
                reversed[length++] = first;
                at = previous;
            }

            for (; at > End; at = prefix[at])
            {
                reversed[length++] = last[at];
            }

            first = (byte)at;
            reversed[length++] = first;
            reversed.AsSpan(0, length).Reverse();
            Bound(output.Length + length, most);
            output.Write(reversed, 0, length);
            if (previous >= 0 && next < 4096)
            {
                (prefix[next], last[next]) = (previous, first);
                next++;
            }

            previous = code;
            width = Math.Clamp(32 - BitOperations.LeadingZeroCount((uint)(next + (early ? 1 : 0))), 9, 12);
        }

        return output.ToArray();
    }

    /// <summary>Runs of bytes.</summary>
    public static byte[] RunLength(ReadOnlySpan<byte> data, int most)
    {
        var output = new MemoryStream();
        for (var i = 0; i < data.Length && data[i] != 128;)
        {
            int length = data[i++];
            if (length < 128)
            {
                var count = Math.Min(length + 1, data.Length - i);
                output.Write(data.Slice(i, count));
                i += count;
            }
            else if (i < data.Length)
            {
                for (var n = 257 - length; n > 0; n--)
                {
                    output.WriteByte(data[i]);
                }

                i++;
            }

            Bound(output.Length, most);
        }

        return output.ToArray();
    }

    /// <summary>Takes back what a predictor did to rows of samples (7.4.4.4): PNG from 10 on; others leave the data as they are.</summary>
    public static byte[] Unpredict(byte[] data, int predictor, int colours, int bits, int columns)
    {
        if (predictor < 10 || colours is < 1 or > 32 || bits is < 1 or > 16 || columns is < 1 or > 1 << 20)
        {
            return data;
        }

        var pixel = Math.Max(1, colours * bits / 8);
        var row = ((colours * bits * columns) + 7) / 8;
        var output = new byte[data.Length / (row + 1) * row];
        var above = new byte[row];
        for (int from = 0, to = 0; to < output.Length; from += row + 1, to += row)
        {
            var current = output.AsSpan(to, row);
            data.AsSpan(from + 1, row).CopyTo(current);
            for (var i = 0; i < row; i++)
            {
                int left = i >= pixel ? current[i - pixel] : 0;
                int up = above[i];
                int corner = i >= pixel ? above[i - pixel] : 0;
                current[i] += (byte)(data[from] switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
            }

            current.CopyTo(above);
        }

        return output;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    /// <summary>Copies up to one byte beyond the bound, which shows that it was passed.</summary>
    private static void CopyBounded(Stream from, MemoryStream to, int most)
    {
        var buffer = new byte[1 << 14];
        for (int read; to.Length <= most && (read = from.Read(buffer)) > 0;)
        {
            to.Write(buffer, 0, read);
        }
    }

    private static void Bound(long length, int most)
    {
        if (length > most)
        {
            throw new InvalidDataException($"a stream in it is longer than {most} bytes unpacked, the limit");
        }
    }
}
