using Sinter.Data.Reading;

namespace Sinter.Data.Tuning.Sources;

/// <summary>Lines of text, those without any sign left out; each with a label where the user gave one for the file.</summary>
internal sealed class LineRecords(string name, string? label)
{
    public IEnumerable<RawRecord> Read(IEnumerable<RecordCut> cuts)
    {
        foreach (var cut in cuts)
        {
            if (cut.Fault is { } fault)
            {
                yield return RawRecord.OfCut(new RecordPlace(name, cut.FirstLine), fault);
                continue;
            }

            var line = cut.FirstLine;
            foreach (var (text, number) in TextLines.Of(cut.Data, line))
            {
                if (!string.IsNullOrWhiteSpace(text))
                {
                    yield return RawRecord.Of(new RecordPlace(name, number), label is null ? JsonRow.Of(["line"], [text]) : JsonRow.Of(["text", "label"], [text.Trim(), label]));
                }
            }
        }
    }
}
