using System.Globalization;
using System.Text;

namespace Sinter.Data.Reading.Warc;

/// <summary>
/// ARC, versions 1 and 2: what web archives were before WARC. A record is a line with address, date, type and length, and an HTTP response. Pages with status 200
/// and a type that is text become documents; the rest is passed over.
/// </summary>
public sealed class ArcFormat : ArchiveFormat
{
    private const int FieldsOfVersion1 = 5;
    private const int FieldsOfVersion2 = 10;
    private const int LongestLine = 1 << 16;

    /// <inheritdoc/>
    public override string Name => "arc";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Endings { get; } = [".arc"];

    /// <inheritdoc/>
    public override bool Recognises(ReadOnlySpan<byte> start) => start.TrimStart("\r\n"u8).StartsWith("filedesc://"u8);

    private protected override bool TryCut(ArchiveInput input, ArchiveBlock block, ReadSettings settings)
    {
        if (!input.TrySkipLineEnds())
        {
            return TryResume(input, block, input.Number, [], isWithinRecord: false);
        }

        var lineLength = FindLine(input);
        if (lineLength < 0)
        {
            return input.Ready.Length < LongestLine
                ? TryResume(input, block, input.Number++, [], isWithinRecord: true)
                : TryFindRecord(input, block);
        }

        if (!TryParse(input.Ready[..lineLength], out var line))
        {
            return TryFindRecord(input, block);
        }

        var number = input.Number;
        var passedOver = line.Url.StartsWith("filedesc:", StringComparison.OrdinalIgnoreCase) ? "filedesc"
            : line.Url.StartsWith("dns:", StringComparison.OrdinalIgnoreCase) ? "dns"
            : null;
        return TryTake(input, block, settings, lineLength, line.Length, passedOver) || TryResume(input, block, number, [], isWithinRecord: true);
    }

    private protected override ReadOutcome Decode(ArchiveRecord record, string source, ReadSettings settings)
    {
        if (!TryParse(record.Header.Span, out var line))
        {
            throw new InvalidDataException("The line that begins the record cannot be read.");
        }

        var page = new Document
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{source}#{record.Number}"),
            Text = "",
            Source = source,
            Metadata = new MetadataDictionary([new("url", line.Url), new("date", line.Date)]),
        };
        return HttpMessage.IsResponse(record.Body.Span)
            ? PageDocument.FromResponse(record.Body, settings.MaximumRecordBytes, page)
            : PageDocument.FromBody(record.Body.Span, MediaType.Parse(line.Type), page);
    }

    private static int FindLine(ArchiveInput input)
    {
        while (true)
        {
            var end = input.Ready[..Math.Min(input.Ready.Length, LongestLine)].IndexOf((byte)'\n');
            if (end >= 0 || input.Ready.Length >= LongestLine || !input.TryFill(input.Ready.Length + 1))
            {
                return end < 0 ? -1 : end + 1;
            }
        }
    }

    /// <summary>Notes a fault and passes over the lines up to one that begins a record.</summary>
    private static bool TryFindRecord(ArchiveInput input, ArchiveBlock block)
    {
        var number = input.Number++;
        long passed = 0;
        while (true)
        {
            var length = FindLine(input);
            if (passed > 0 && length > 0 && TryParse(input.Ready[..length], out _))
            {
                block.AddFault(number, $"Something that is no record stands where one should begin; {passed} bytes are passed over up to the next record.");
                return true;
            }

            length = length > 0 ? length : Math.Min(input.Ready.Length, LongestLine);
            if (length == 0)
            {
                block.AddFault(number, $"Something that is no record stands where one should begin; {passed} bytes are passed over to the end of what can be read.");
                return input.Fault is not null && TryResume(input, block, input.Number, [], isWithinRecord: false);
            }

            input.Advance(length);
            passed += length;
        }
    }

    /// <summary>Reads the line that begins a record. An address may hold spaces, so the fields are counted from the end.</summary>
    private static bool TryParse(ReadOnlySpan<byte> bytes, out RecordLine line)
    {
        line = default;
        bytes = bytes.TrimEnd("\r\n "u8);
        var scheme = bytes.IndexOf((byte)':');
        if (scheme <= 0 || bytes[..scheme].ContainsAnyExcept(SchemeBytes) || bytes.IndexOf((byte)' ') < scheme)
        {
            return false;
        }

        var text = Encoding.Latin1.GetString(bytes);
        var fields = text.Split(' ');
        return TryParse(fields, FieldsOfVersion2, ref line) || TryParse(fields, FieldsOfVersion1, ref line);
    }

    private static bool TryParse(string[] fields, int count, ref RecordLine line)
    {
        if (fields.Length < count)
        {
            return false;
        }

        var first = fields.Length - count + 1;
        var date = fields[first + 1];
        if (date.Length < 8 || date.AsSpan().ContainsAnyExceptInRange('0', '9') || !long.TryParse(fields[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return false;
        }

        line = new RecordLine(string.Join(' ', fields, 0, first), Iso(date), fields[first + 2], length);
        return true;
    }

    /// <summary>A date of 14 digits as WARC writes it; another one stays as it is.</summary>
    private static string Iso(string date) =>
        date.Length >= 14 && DateTime.TryParseExact(date.AsSpan(0, 14), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            : date;

    private static readonly System.Buffers.SearchValues<byte> SchemeBytes = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."u8);

    private readonly record struct RecordLine(string Url, string Date, string Type, long Length);
}
