using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Sinter.Data.Reading.Warc;

/// <summary>
/// Web archives (WARC 1.0 and 1.1, ISO 28500), with the extracted texts (WET) that are made of them. The records <c>response</c> (pages with status 200 and a type that is text),
/// <c>resource</c> and <c>conversion</c> become documents; the text of a page is the page itself, as HTML. All other records are passed over.
/// Where content comes from gzip with one member a record, a damaged member costs no more than itself.
/// </summary>
public sealed class WarcFormat : ArchiveFormat
{
    private static ReadOnlySpan<byte> RecordStart => "WARC/"u8;

    private static ReadOnlySpan<byte> RecordLine => "\nWARC/1."u8;

    /// <inheritdoc/>
    public override string Name => "warc";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Endings { get; } = [".warc", ".wet"];

    /// <inheritdoc/>
    public override bool Recognises(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart("\r\n"u8);
        return text.StartsWith(RecordStart) && text.Length > RecordStart.Length && char.IsAsciiDigit((char)text[RecordStart.Length]);
    }

    private protected override bool TryCut(ArchiveInput input, ArchiveBlock block, ReadSettings settings)
    {
        if (!input.TrySkipLineEnds())
        {
            return TryResume(input, block, input.Number, RecordStart, isWithinRecord: false);
        }

        if (!input.TryFill(RecordStart.Length) && RecordStart.StartsWith(input.Ready))
        {
            return TryResume(input, block, input.Number++, RecordStart, isWithinRecord: true);
        }

        if (!input.Ready.StartsWith(RecordStart))
        {
            return TryFindRecord(input, block, "Something that is no record stands where one should begin");
        }

        var headerLength = FindHeaderEnd(input);
        if (headerLength < 0)
        {
            return input.Ready.Length < MaximumHeaderBytes
                ? TryResume(input, block, input.Number++, RecordStart, isWithinRecord: true)
                : TryFindRecord(input, block, $"A record has a header of more than {MaximumHeaderBytes} bytes");
        }

        var fields = Fields(input.Ready[..headerLength]);
        var lengthText = fields.Find("Content-Length"u8);
        if (!Utf8Parser.TryParse(lengthText, out long bodyLength, out var used) || used != lengthText.Length || bodyLength < 0)
        {
            return TryFindRecord(input, block, "A record has a Content-Length that is missing or no number");
        }

        // Asked before the buffer moves under the fields.
        var passedOver = PassedOver(fields);
        var number = input.Number;
        bodyLength = TrueLength(input, block, headerLength, bodyLength, settings);
        return TryTake(input, block, settings, headerLength, bodyLength, passedOver) || TryResume(input, block, number, RecordStart, isWithinRecord: true);
    }

    private protected override ReadOutcome Decode(ArchiveRecord record, string source, ReadSettings settings)
    {
        var fields = Fields(record.Header.Span);
        var kind = fields.Find("WARC-Type"u8);
        var facts = new List<KeyValuePair<string, string>>(6);
        Add(facts, "url", fields.Text("WARC-Target-URI"u8)?.Trim('<', '>'));
        Add(facts, "date", fields.Text("WARC-Date"u8));
        Add(facts, "warcLanguage", fields.Text("WARC-Identified-Content-Language"u8));
        Add(facts, "truncated", fields.Text("WARC-Truncated"u8));
        var page = new Document
        {
            Id = IdOf(fields) ?? string.Create(CultureInfo.InvariantCulture, $"{source}#{record.Number}"),
            Text = "",
            Source = source,
            Metadata = new MetadataDictionary(facts),
        };
        var isResponse = Ascii.EqualsIgnoreCase(kind, "response"u8);
        if (isResponse && HttpMessage.IsResponse(record.Body.Span))
        {
            return PageDocument.FromResponse(record.Body, settings.MaximumRecordBytes, page);
        }

        if (isResponse && !record.Body.IsEmpty && (fields.Text("Content-Type"u8)?.StartsWith("application/http", StringComparison.OrdinalIgnoreCase) ?? false))
        {
            throw new InvalidDataException("The record should hold an HTTP response, and holds something else.");
        }

        return PageDocument.FromBody(record.Body.Span, MediaType.Parse(fields.Text("Content-Type"u8)), page);
    }

    private static HeaderFields Fields(ReadOnlySpan<byte> header) => new(header[(header.IndexOf((byte)'\n') + 1)..]);

    private static void Add(List<KeyValuePair<string, string>> facts, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            facts.Add(new(key, value));
        }
    }

    private static string? IdOf(HeaderFields fields)
    {
        var id = fields.Text("WARC-Record-ID"u8)?.Trim('<', '>');
        const string Urn = "urn:uuid:";
        return string.IsNullOrEmpty(id) ? null : id.StartsWith(Urn, StringComparison.OrdinalIgnoreCase) ? id[Urn.Length..] : id;
    }

    /// <summary>Why a record is passed over by its kind alone; null where it is not.</summary>
    private static string? PassedOver(HeaderFields fields)
    {
        var kind = fields.Find("WARC-Type"u8);
        if (Ascii.EqualsIgnoreCase(kind, "response"u8) || Ascii.EqualsIgnoreCase(kind, "resource"u8) || Ascii.EqualsIgnoreCase(kind, "conversion"u8))
        {
            return fields.Find("Content-Type"u8).StartsWith("text/dns"u8) ? "dns" : null;
        }

        return Encoding.Latin1.GetString(kind).ToLowerInvariant() is "warcinfo" or "request" or "metadata" or "revisit" or "continuation" ? Encoding.Latin1.GetString(kind).ToLowerInvariant() : "other kind";
    }

    /// <summary>
    /// A Content-Length that is too great would swallow the next record: where the record is followed by neither another one nor the end, but holds what
    /// begins as a record does, it ends there.
    /// </summary>
    private static long TrueLength(ArchiveInput input, ArchiveBlock block, int headerLength, long bodyLength, ReadSettings settings)
    {
        const int LineEnds = 4;
        if (bodyLength > settings.MaximumRecordBytes)
        {
            return bodyLength;
        }

        var length = headerLength + (int)bodyLength;
        input.TryFill(length + LineEnds + RecordStart.Length);
        if (input.Ready.Length >= length)
        {
            var next = input.Ready[length..].TrimStart("\r\n"u8);
            if (next.IsEmpty || next.StartsWith(RecordStart))
            {
                return bodyLength;
            }
        }
        else if (input.Fault is not null)
        {
            return bodyLength;
        }

        var body = input.Ready[headerLength..Math.Min(length + RecordLine.Length - 1, input.Ready.Length)];
        var inner = body.IndexOf(RecordLine);
        if (inner < 0)
        {
            return bodyLength;
        }

        block.AddFault(input.Number, $"The record says that it holds {bodyLength} bytes, and another record begins after {inner + 1}; it is taken to end there.");
        return inner + 1;
    }

    private static int FindHeaderEnd(ArchiveInput input)
    {
        var searched = 0;
        while (true)
        {
            var length = HeaderFields.Length(input.Ready, searched);
            if (length >= 0 || input.Ready.Length >= MaximumHeaderBytes)
            {
                return length;
            }

            // An end may be split: begin again a line earlier.
            searched = Math.Max(0, input.Ready[..Math.Max(0, input.Ready.Length - 2)].LastIndexOf((byte)'\n'));
            if (!input.TryFill(input.Ready.Length + 1))
            {
                return -1;
            }
        }
    }

    /// <summary>Notes a fault and passes over everything up to the next line that begins a record.</summary>
    private static bool TryFindRecord(ArchiveInput input, ArchiveBlock block, string reason)
    {
        var number = input.Number++;
        long passed = 0;
        while (true)
        {
            var at = input.Ready.IndexOf(RecordLine);
            if (at >= 0)
            {
                input.Advance(at + 1);
                block.AddFault(number, $"{reason}; {passed + at} bytes are passed over up to the next record.");
                return true;
            }

            var step = Math.Max(0, input.Ready.Length - RecordLine.Length + 1);
            passed += step;
            input.Advance(step);
            if (!input.TryFill(RecordLine.Length))
            {
                passed += input.Ready.Length;
                input.Advance(input.Ready.Length);
                block.AddFault(number, $"{reason}; {passed} bytes are passed over to the end of what can be read.");
                return input.Fault is not null && TryResume(input, block, input.Number, RecordStart, isWithinRecord: false);
            }
        }
    }
}
