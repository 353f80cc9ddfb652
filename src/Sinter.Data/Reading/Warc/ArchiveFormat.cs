namespace Sinter.Data.Reading.Warc;

/// <summary>
/// What WARC and ARC have in common: records one behind another, each with a header that says how long it is. Where a record is damaged, reading goes on at the
/// next one that can be found.
/// </summary>
public abstract class ArchiveFormat : IDocumentFormat
{
    private protected const int MaximumHeaderBytes = 1 << 20;

    private protected ArchiveFormat()
    {
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Endings { get; }

    /// <inheritdoc/>
    public abstract bool Recognises(ReadOnlySpan<byte> start);

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        var input = new ArchiveInput(content);
        var block = new ArchiveBlock(source, settings.BlockBytes);
        long blockStart = 0;
        while (true)
        {
            var goesOn = TryCut(input, block, settings);
            if (block.IsFull || !goesOn)
            {
                if (!block.IsEmpty || input.Position > blockStart)
                {
                    var full = block;
                    yield return new RecordBlock(input.Position - blockStart, () => Decode(full, source, settings));
                }

                block = new ArchiveBlock(source, settings.BlockBytes);
                blockStart = input.Position;
            }

            if (!goesOn)
            {
                yield break;
            }
        }
    }

    /// <summary>Cuts out the next record, passes over it, or notes what is wrong; false at the end.</summary>
    private protected abstract bool TryCut(ArchiveInput input, ArchiveBlock block, ReadSettings settings);

    /// <summary>Makes a document of a record, or passes over it where it holds none. Throws <see cref="InvalidDataException"/> for what cannot be read.</summary>
    private protected abstract ReadOutcome Decode(ArchiveRecord record, string source, ReadSettings settings);

    /// <summary>Moves the content of a record to the block, or passes over it where <paramref name="passedOver"/> says why.</summary>
    /// <returns>False where the stream ended before.</returns>
    private protected static bool TryTake(ArchiveInput input, ArchiveBlock block, ReadSettings settings, int headerLength, long bodyLength, string? passedOver)
    {
        var number = input.Number++;
        if (passedOver is null && bodyLength <= settings.MaximumRecordBytes)
        {
            var length = headerLength + (int)bodyLength;
            if (!input.TryFill(length))
            {
                return false;
            }

            block.Add(number, input.Ready[..headerLength], input.Ready[headerLength..length]);
            input.Advance(length);
            return true;
        }

        if (!input.TrySkip(headerLength + bodyLength))
        {
            return false;
        }

        if (passedOver is not null)
        {
            block.AddPassedOver(number, passedOver);
        }
        else
        {
            block.AddFault(number, $"The record holds {bodyLength} bytes, and the limit is {settings.MaximumRecordBytes}.");
        }

        return true;
    }

    /// <summary>Notes that the stream ended within a record, and goes on behind the damage where the compression allows it.</summary>
    private protected static bool TryResume(ArchiveInput input, ArchiveBlock block, long number, ReadOnlySpan<byte> recordStart, bool isWithinRecord)
    {
        if (input.Fault is not { } fault)
        {
            if (isWithinRecord)
            {
                input.Advance(input.Ready.Length);
                block.AddFault(number, "The record is cut short: the file ends before it is complete.");
            }

            return false;
        }

        var canGoOn = input.TryResume(recordStart, out var lostFrom, out var lostTo);
        var lost = lostTo > lostFrom ? $" Bytes {lostFrom} to {lostTo} of the compressed file are lost." : "";
        block.AddFault(number, fault.Message + lost + (canGoOn ? "" : " What follows in the file cannot be read."));
        input.Number = number + 1;
        if (!canGoOn)
        {
            input.Advance(input.Ready.Length);
        }

        return canGoOn;
    }

    private List<ReadOutcome> Decode(ArchiveBlock block, string source, ReadSettings settings)
    {
        var outcomes = new List<ReadOutcome>();
        foreach (var record in block.Records())
        {
            try
            {
                outcomes.Add(record.Outcome ?? Decode(record, source, settings));
            }
            catch (InvalidDataException fault)
            {
                outcomes.Add(ReadOutcome.Fault(source, record.Number, fault.Message));
            }
        }

        return outcomes;
    }
}
