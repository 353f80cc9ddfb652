namespace Sinter.Data.Parquet;

/// <summary>
/// A decoded page: slots in order, one for each value, null or empty list. A column that is not repeated has one slot a row; a repeated one says where its rows begin.
/// </summary>
internal sealed class PageData
{
    /// <summary>How many slots there are.</summary>
    public required int Slots { get; init; }

    /// <summary>The definition level of each slot; null where every slot has a value.</summary>
    public byte[]? Definition { get; init; }

    /// <summary>The repetition level of each slot; null where the column is not repeated.</summary>
    public byte[]? Repetition { get; init; }

    /// <summary>The values by slot.</summary>
    public required ColumnValues Values { get; init; }

    /// <summary>Some pages in one; of each those slots that are named.</summary>
    public static PageData Concatenate(List<(PageData Page, int Start, int Count)> parts, int maximumDefinition)
    {
        if (parts is [(var only, 0, var all)] && all == only.Slots)
        {
            return only;
        }

        var total = parts.Sum(part => part.Count);
        var definition = new byte[total];
        var repetition = new byte[total];
        var at = 0;
        foreach (var (page, start, count) in parts)
        {
            if (page.Definition is null)
            {
                definition.AsSpan(at, count).Fill((byte)maximumDefinition);
            }
            else
            {
                page.Definition.AsSpan(start, count).CopyTo(definition.AsSpan(at));
            }

            page.Repetition.AsSpan(start, count).CopyTo(repetition.AsSpan(at));
            at += count;
        }

        var values = ColumnValues.Concatenate([.. parts.Select(part => (part.Page.Values, part.Start, part.Count))], total);
        return new PageData { Slots = total, Definition = definition, Repetition = repetition, Values = values };
    }
}
