using System.IO.Compression;
using System.Text;

namespace Sinter.Evaluation;

/// <summary>
/// What general compression needs for the held-out text alone. It has not seen the train split, and so is a landmark that
/// everybody knows rather than a fair rival.
/// </summary>
public static class CompressionBaseline
{
    /// <summary>The bits per byte of gzip (DEFLATE at its smallest) over the texts, joined by line feeds.</summary>
    public static double GzipBitsPerByte(IEnumerable<string> texts)
    {
        using var output = new CountingStream();
        var bytes = 0L;
        using (var compress = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (var text in texts)
            {
                var utf8 = Encoding.UTF8.GetBytes(text + "\n");
                compress.Write(utf8);
                bytes += utf8.Length;
            }
        }

        return BitsPerByte.FromCompressed(output.Length, bytes);
    }

    /// <summary>Counts what is written and keeps none of it.</summary>
    private sealed class CountingStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
    }
}
