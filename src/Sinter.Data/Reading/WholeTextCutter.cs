namespace Sinter.Data.Reading;

/// <summary>
/// Cuts nothing as long as a text is within the limit; a longer one is cut into parts, each as long as may be, at the end of a paragraph, else of a line, else of a character.
/// </summary>
/// <param name="limit">How many bytes a part may have.</param>
internal sealed class WholeTextCutter(int limit) : RecordCutter
{
    protected override string Record => "text";

    protected override int WholeRecords(ReadOnlySpan<byte> data, out long records)
    {
        records = data.Length < limit ? 0 : 1;
        if (records == 0)
        {
            return 0;
        }

        var end = ParagraphCutter.LastEnd(data);
        end = end > 0 ? end : data.LastIndexOf((byte)'\n') + 1;
        return end > 0 ? end : LastCharacter(data);
    }

    protected override int RestOfRecord(ReadOnlySpan<byte> data) => throw new InvalidOperationException("A text is cut before it is too long.");

    private static int LastCharacter(ReadOnlySpan<byte> data)
    {
        // A byte 10xxxxxx goes on with a character of UTF-8 that has at most four.
        for (var end = data.Length - 1; end > data.Length - 4 && end > 0; end--)
        {
            if ((data[end] & 0xC0) != 0x80)
            {
                return end;
            }
        }

        return data.Length;
    }
}
