namespace Sinter.Data.Reading;

/// <summary>Cuts where lines end.</summary>
internal sealed class LineCutter : RecordCutter
{
    protected override string Record => "line";

    protected override int WholeRecords(ReadOnlySpan<byte> data, out long records)
    {
        records = 0;
        return data.LastIndexOf((byte)'\n') + 1;
    }

    protected override int RestOfRecord(ReadOnlySpan<byte> data) => data.IndexOf((byte)'\n') is var end and >= 0 ? end + 1 : -1;
}
