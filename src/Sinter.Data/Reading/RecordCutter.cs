namespace Sinter.Data.Reading;

/// <summary>
/// Cuts a stream into pieces that end where records end. What a record is, a derived cutter says. Memory stays within one piece, or one record where that is longer;
/// a record beyond the limit is a fault and is passed over without being held.
/// </summary>
internal abstract class RecordCutter
{
    // Many folders hold many small files: those do not cost a whole block each.
    private const int SmallFileBytes = 1 << 16;

    /// <summary>How a message calls one record: <c>line</c>.</summary>
    protected abstract string Record { get; }

    /// <summary>How long the longest sign of a record's end is.</summary>
    protected virtual int EndLength => 1;

    /// <summary>The length of the start of the data that holds only whole records, as many as there are; 0 where not even one ends in it.</summary>
    /// <param name="data">Data that begins where a record does.</param>
    /// <param name="records">How many records that is, where the cutter counts them.</param>
    protected abstract int WholeRecords(ReadOnlySpan<byte> data, out long records);

    /// <summary>Within the rest of a record that is passed over: how many bytes go with it until the next one begins; -1 where it does not end in the data.</summary>
    protected abstract int RestOfRecord(ReadOnlySpan<byte> data);

    /// <summary>What is wrong with data at the end of the stream that <see cref="WholeRecords"/> leaves over; null where it is one more record.</summary>
    protected virtual string? FaultOfTail(ReadOnlySpan<byte> tail) => null;

    /// <summary>The pieces in order. A UTF-8 mark at the start of the stream is left out.</summary>
    public IEnumerable<RecordCut> Cut(Stream content, ReadSettings settings)
    {
        var most = Math.Max(settings.MaximumRecordBytes, settings.BlockBytes);
        var buffer = GC.AllocateUninitializedArray<byte>(Math.Min(settings.BlockBytes, SmallFileBytes));
        var filled = 0;
        long line = 1;
        long record = 1;
        var first = true;
        string? broken = null;
        while (true)
        {
            var ended = !Fill(content, buffer, ref filled, ref broken);
            if (!ended && buffer.Length < settings.BlockBytes)
            {
                Array.Resize(ref buffer, settings.BlockBytes);
                continue;
            }

            var start = 0;
            if (first)
            {
                first = false;
                start = buffer.AsSpan(0, filled).StartsWith("\uFEFF"u8) ? 3 : 0;
            }

            var whole = start + WholeRecords(buffer.AsSpan(start, filled - start), out var records);
            if (whole > start)
            {
                yield return new RecordCut(buffer.AsMemory(start, whole - start), whole, line, record, IsTail: false, null);
                line += buffer.AsSpan(0, whole).Count((byte)'\n');
                record += records;
                var next = GC.AllocateUninitializedArray<byte>(settings.BlockBytes > filled - whole ? settings.BlockBytes : buffer.Length);
                buffer.AsSpan(whole, filled - whole).CopyTo(next);
                filled -= whole;
                buffer = next;
                if (!ended)
                {
                    continue;
                }

                start = 0;
            }

            if (ended)
            {
                if (broken is null && filled > start)
                {
                    var fault = FaultOfTail(buffer.AsSpan(start, filled - start));
                    yield return new RecordCut(fault is null ? buffer.AsMemory(start, filled - start) : default, filled, line, record, IsTail: true, fault);
                }

                break;
            }

            if (filled < most)
            {
                Array.Resize(ref buffer, (int)Math.Min(most, buffer.Length * 2L));
                first = start > 0;
                continue;
            }

            var (passed, lines) = PassOver(content, buffer, ref filled, ref broken);
            yield return new RecordCut(default, passed, line, record, IsTail: false, $"The {Record} is longer than {most} bytes, the limit for one, and is passed over.");
            line += lines;
            record++;
        }

        if (broken is not null)
        {
            yield return new RecordCut(default, filled, line, record, IsTail: true, $"The file breaks off: {broken}. The {Record} that it breaks off in is left out.");
        }
    }

    /// <summary>Leaves in the buffer what follows the record that fills it; gives how many bytes and lines went.</summary>
    private (long Bytes, long Lines) PassOver(Stream content, byte[] buffer, ref int filled, ref string? broken)
    {
        long bytes = 0;
        long lines = 0;
        var more = true;
        while (true)
        {
            var end = RestOfRecord(buffer.AsSpan(0, filled));

            // The sign of the end may itself be cut in two: so its possible start stays.
            var gone = end >= 0 ? end : more ? Math.Max(0, filled - EndLength + 1) : filled;
            bytes += gone;
            lines += buffer.AsSpan(0, gone).Count((byte)'\n');
            buffer.AsSpan(gone, filled - gone).CopyTo(buffer);
            filled -= gone;
            if (end >= 0 || !more)
            {
                return (bytes, lines);
            }

            more = Fill(content, buffer, ref filled, ref broken);
        }
    }

    /// <summary>Fills the buffer; false at the end of the stream, with the reason where it broke off.</summary>
    private static bool Fill(Stream content, byte[] buffer, ref int filled, ref string? broken)
    {
        try
        {
            while (filled < buffer.Length)
            {
                var read = content.Read(buffer, filled, buffer.Length - filled);
                if (read == 0)
                {
                    return false;
                }

                filled += read;
            }

            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            broken = fault.Message.TrimEnd('.');
            return false;
        }
    }
}
