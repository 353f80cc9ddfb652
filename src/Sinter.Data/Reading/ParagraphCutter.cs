namespace Sinter.Data.Reading;

/// <summary>Cuts where an empty line ends a paragraph.</summary>
internal sealed class ParagraphCutter : RecordCutter
{
    protected override string Record => "paragraph";

    protected override int EndLength => 3;

    protected override int WholeRecords(ReadOnlySpan<byte> data, out long records)
    {
        records = 0;
        return LastEnd(data);
    }

    protected override int RestOfRecord(ReadOnlySpan<byte> data)
    {
        var unix = data.IndexOf("\n\n"u8);
        var windows = data.IndexOf("\n\r\n"u8);
        return unix >= 0 && (windows < 0 || unix < windows) ? unix + 2 : windows >= 0 ? windows + 3 : -1;
    }

    /// <summary>The index behind the last empty line; 0 where there is none.</summary>
    public static int LastEnd(ReadOnlySpan<byte> data)
    {
        var unix = data.LastIndexOf("\n\n"u8);
        var windows = data.LastIndexOf("\n\r\n"u8);
        return Math.Max(unix < 0 ? 0 : unix + 2, windows < 0 ? 0 : windows + 3);
    }
}
