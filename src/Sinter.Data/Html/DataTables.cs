namespace Sinter.Data.Html;

/// <summary>Tells tables that hold data from those that lay out a page: they have rows of several cells, and no table within.</summary>
/// <param name="document">The page.</param>
internal sealed class DataTables(HtmlDocument document)
{
    /// <summary>More cells than this are no table that a reader could follow; what is within is treated like any other text.</summary>
    private const int MaximumNodes = 1 << 16;

    private const float MaximumLinkShare = 0.3f;

    private readonly Dictionary<int, bool> _known = [];

    /// <summary>The table of data in a cell of which the block stands; 0 where there is none.</summary>
    public int Round(TextBlock block)
    {
        var node = block.Container;
        var isCell = false;
        while (node > 0 && document.Tags[node] != HtmlTag.Table)
        {
            isCell |= document.Tags[node] is HtmlTag.Td or HtmlTag.Th;
            node = document.Parents[node];
        }

        return node > 0 && isCell && HoldsData(node) ? node : 0;
    }

    /// <summary>Keeps or drops such tables whole: a table that stands among the paragraphs and does not consist of links is kept, any other as most of its words are labelled.</summary>
    /// <param name="page">The blocks.</param>
    /// <param name="looks">Where the paragraphs are gathered.</param>
    /// <param name="labels">Their labels, which are changed.</param>
    public void MakeWhole(PageBlocks page, BlockFeatures looks, Span<bool> labels)
    {
        for (var i = 0; i < labels.Length;)
        {
            var table = Round(page.Blocks[i]);
            var end = i;
            var balance = 0f;
            var words = 0f;
            var linkWords = 0f;
            for (; table > 0 && end < labels.Length && page.Blocks[end].FirstNode < document.End(table); end++)
            {
                var block = page.Blocks[end];
                balance += labels[end] ? block.Words : -block.Words;
                words += block.Words;
                linkWords += block.Words * block.LinkShare;
            }

            labels[i..end].Fill(balance > 0 || (looks.IsGathered(page.Blocks[i]) && linkWords < words * MaximumLinkShare));
            i = Math.Max(end, i + 1);
        }
    }

    private bool HoldsData(int table)
    {
        if (_known.TryGetValue(table, out var holdsData))
        {
            return holdsData;
        }

        var widest = 0;
        var inRow = 0;
        var end = document.End(table);
        holdsData = end - table <= MaximumNodes;
        for (var i = table + 1; i < end && holdsData; i++)
        {
            var tag = document.Tags[i];
            holdsData = tag != HtmlTag.Table;
            inRow = tag == HtmlTag.Tr ? 0 : tag is HtmlTag.Td or HtmlTag.Th ? inRow + 1 : inRow;
            widest = Math.Max(widest, inRow);
        }

        return _known[table] = holdsData && widest > 1;
    }
}
