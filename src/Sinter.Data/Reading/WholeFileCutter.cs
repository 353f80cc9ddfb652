namespace Sinter.Data.Reading;

/// <summary>Cuts nothing: the whole file is one record, and one beyond the limit is a fault.</summary>
internal sealed class WholeFileCutter : RecordCutter
{
    protected override string Record => "file";

    protected override int WholeRecords(ReadOnlySpan<byte> data, out long records)
    {
        records = 0;
        return 0;
    }

    protected override int RestOfRecord(ReadOnlySpan<byte> data) => -1;
}
