namespace Sinter.Data.Reading.Wikipedia;

/// <summary>Cuts a dump where pages end. Within the text of a page every <c>&lt;</c> is escaped, so that the sign can be searched for.</summary>
internal sealed class PageCutter : RecordCutter
{
    private static ReadOnlySpan<byte> PageEnd => "</page>"u8;

    protected override string Record => "page";

    protected override int EndLength => PageEnd.Length;

    protected override int WholeRecords(ReadOnlySpan<byte> data, out long records)
    {
        records = 0;
        return data.LastIndexOf(PageEnd) is var end and >= 0 ? end + PageEnd.Length : 0;
    }

    protected override int RestOfRecord(ReadOnlySpan<byte> data) => data.IndexOf(PageEnd) is var end and >= 0 ? end + PageEnd.Length : -1;
}
