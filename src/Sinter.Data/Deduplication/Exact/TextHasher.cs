using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Hashes texts: the first 128 bits of the SHA-256 of their UTF-8 bytes. A text that has none, as a surrogate stands alone in it, is hashed by its UTF-16 units behind a byte that
/// no UTF-8 has, so that it meets no other. It belongs to one thread.
/// </summary>
internal sealed class TextHasher
{
    private const int PieceBytes = 1 << 16;
    private const byte NotUtf8 = 0xFF;

    private readonly byte[] _piece = new byte[PieceBytes];

    /// <summary>Writes the hash of a text: <see cref="Hash128.Bytes"/> bytes.</summary>
    public void Hash(ReadOnlySpan<char> text, Span<byte> target)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (Utf8.FromUtf16(text, _piece, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            SHA256.HashData(_piece.AsSpan(0, written), hash);
        }
        else
        {
            HashLong(text, hash);
        }

        hash[..Hash128.Bytes].CopyTo(target);
    }

    /// <summary>The hash of a text.</summary>
    public Hash128 Hash(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[Hash128.Bytes];
        Hash(text, hash);
        return Hash128.Read(hash);
    }

    private void HashLong(ReadOnlySpan<char> text, Span<byte> hash)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var rest = text; !rest.IsEmpty;)
        {
            var status = Utf8.FromUtf16(rest, _piece, out var read, out var written, replaceInvalidSequences: false);
            if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData)
            {
                using var units = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                units.AppendData([NotUtf8]);
                units.AppendData(MemoryMarshal.AsBytes(text));
                units.GetHashAndReset(hash);
                return;
            }

            sum.AppendData(_piece, 0, written);
            rest = rest[read..];
        }

        sum.GetHashAndReset(hash);
    }
}
