using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Deduplication.Sentences;

/// <summary>
/// Writes a <see cref="SentenceRecord"/> for each window of sentences of a document. Its hash is 125 bits of the SHA-256 of those of its sentences, so that nobody can make two
/// texts that are taken for one.
/// </summary>
/// <param name="window">How many sentences a window has.</param>
internal sealed class SentenceSketcher(int window) : IDocumentSketcher
{
    private readonly SentenceReader _reader = new();
    private readonly byte[] _digests = new byte[window * SHA256.HashSizeInBytes];
    private readonly int[] _starts = new int[window];

    public void Sketch(Document document, IBufferWriter<byte> sketch)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _reader.Read(document.Text);
        for (var sentence = 0; _reader.MoveNext(); sentence++)
        {
            var last = _digests.AsSpan(^SHA256.HashSizeInBytes..);
            _digests.AsSpan(SHA256.HashSizeInBytes).CopyTo(_digests);
            SHA256.HashData(MemoryMarshal.AsBytes(_reader.Content), last);
            _starts[sentence % window] = _reader.From;
            if (sentence + 1 >= window)
            {
                SHA256.HashData(_digests, hash);
                new SentenceRecord(
                    BinaryPrimitives.ReadUInt64LittleEndian(hash) & PolynomialHash.Prime,
                    BinaryPrimitives.ReadUInt64LittleEndian(hash[sizeof(ulong)..]),
                    _starts[(sentence + 1) % window],
                    _reader.To).Write(sketch);
            }
        }
    }
}
