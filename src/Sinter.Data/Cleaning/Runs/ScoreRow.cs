using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Sinter.Data.Cleaning;

/// <summary>What is kept of every document that was judged: who it is, what became of it, and all that was measured.</summary>
public sealed record ScoreRow
{
    private const int FixedBytes = sizeof(int) + sizeof(short) + (3 * sizeof(int));

    /// <summary>The document's id.</summary>
    public required string Id { get; init; }

    /// <summary>The index of the rule that dropped it, <see cref="ChainResult.Kept"/> or <see cref="ChainResult.Broken"/>.</summary>
    public required int DroppedBy { get; init; }

    /// <summary>The bytes of the text as it was read.</summary>
    public required int BytesIn { get; init; }

    /// <summary>The bytes of the text as the steps left it.</summary>
    public required int BytesOut { get; init; }

    /// <summary>About how many tokens that is; see <see cref="TokenEstimate"/>.</summary>
    public required int Tokens { get; init; }

    /// <summary>The language that a step found; empty where none looked.</summary>
    public string Language { get; init; } = "";

    /// <summary>The host of the document's address; empty where it has none.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The scores, one for each rule of the chain; NaN where nothing was measured.</summary>
    public required float[] Scores { get; init; }

    /// <summary>Whether the document is kept.</summary>
    public bool IsKept => DroppedBy == ChainResult.Kept;

    /// <summary>Writes the row to a spool: its length, the fixed part, the scores, the texts with their lengths; little endian.</summary>
    internal void Write(IBufferWriter<byte> output)
    {
        var bytes = FixedBytes + (Scores.Length * sizeof(float)) + Size(Id) + Size(Language) + Size(Domain);
        var span = output.GetSpan(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(span, bytes);
        BinaryPrimitives.WriteInt16LittleEndian(span[4..], (short)DroppedBy);
        BinaryPrimitives.WriteInt32LittleEndian(span[6..], BytesIn);
        BinaryPrimitives.WriteInt32LittleEndian(span[10..], BytesOut);
        BinaryPrimitives.WriteInt32LittleEndian(span[14..], Tokens);
        var rest = span[FixedBytes..];
        foreach (var score in Scores)
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest, score);
            rest = rest[sizeof(float)..];
        }

        Put(Id, ref rest);
        Put(Language, ref rest);
        Put(Domain, ref rest);
        output.Advance(bytes);
    }

    /// <summary>Reads the rows of a spool.</summary>
    /// <exception cref="InvalidDataException">It breaks off or holds something else.</exception>
    internal static IEnumerable<ScoreRow> ReadSpool(Stream spool, int rules)
    {
        var head = new byte[sizeof(int)];
        while (spool.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head) - head.Length;
            if (length < FixedBytes - sizeof(int) + (rules * sizeof(float)) || length > 1 << 20)
            {
                throw new InvalidDataException("The scores of an earlier run are damaged; begin anew with --overwrite.");
            }

            var row = new byte[length];
            spool.ReadExactly(row);
            yield return Read(row, rules);
        }
    }

    private static ScoreRow Read(ReadOnlySpan<byte> row, int rules)
    {
        var rest = row[(FixedBytes - sizeof(int))..];
        var scores = MemoryMarshal.Cast<byte, float>(rest[..(rules * sizeof(float))]).ToArray();
        rest = rest[(rules * sizeof(float))..];
        return new ScoreRow
        {
            DroppedBy = BinaryPrimitives.ReadInt16LittleEndian(row),
            BytesIn = BinaryPrimitives.ReadInt32LittleEndian(row[2..]),
            BytesOut = BinaryPrimitives.ReadInt32LittleEndian(row[6..]),
            Tokens = BinaryPrimitives.ReadInt32LittleEndian(row[10..]),
            Scores = scores,
            Id = Get(ref rest),
            Language = Get(ref rest),
            Domain = Get(ref rest),
        };
    }

    private static int Size(string text) => sizeof(int) + Encoding.UTF8.GetByteCount(text);

    private static void Put(string text, ref Span<byte> rest)
    {
        var bytes = Encoding.UTF8.GetBytes(text, rest[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(rest, bytes);
        rest = rest[(sizeof(int) + bytes)..];
    }

    private static string Get(ref ReadOnlySpan<byte> rest)
    {
        var bytes = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var text = Encoding.UTF8.GetString(rest.Slice(sizeof(int), bytes));
        rest = rest[(sizeof(int) + bytes)..];
        return text;
    }
}
