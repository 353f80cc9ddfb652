using System.Globalization;
using System.Text;

namespace Sinter.Data.Html;

/// <summary>Writes the kept blocks of a page as Markdown (CommonMark, tables as GitHub has them, formulas between dollar signs).</summary>
internal sealed class MarkdownWriter
{
    private readonly HtmlDocument _document;
    private readonly PageBlocks _page;
    private readonly bool[] _isKept;
    private readonly MarkdownInline _inline;
    private readonly StringBuilder _output = new();
    private readonly HashSet<int> _begunItems = [];
    private readonly Dictionary<int, (int Next, int Number)> _counted = [];
    private readonly DataTables _tables;
    private int _lastItem;

    private MarkdownWriter(HtmlDocument document, PageBlocks page, bool[] isKept, ExtractionOptions options)
    {
        (_document, _page, _isKept) = (document, page, isKept);
        _tables = new DataTables(document);
        _inline = new MarkdownInline(document, options.IncludeLinks);
    }

    /// <summary>The blocks that are kept, in order.</summary>
    public static string Write(HtmlDocument document, PageBlocks page, bool[] isKept, ExtractionOptions options)
    {
        var writer = new MarkdownWriter(document, page, isKept, options);
        for (var i = 0; i < isKept.Length;)
        {
            if (isKept[i] && writer._tables.Round(page.Blocks[i]) is var table and > 0)
            {
                i = writer.WriteTable(table, i);
            }
            else
            {
                if (isKept[i])
                {
                    writer.WriteBlock(page.Blocks[i]);
                }

                i++;
            }
        }

        return writer._output.ToString();
    }

    private void WriteBlock(TextBlock block)
    {
        var quotes = 0;
        var lists = 0;
        var heading = 0;
        var item = 0;
        var code = 0;
        var parents = _document.Parents;
        for (var node = block.Container; node > 0; node = parents[node])
        {
            var tag = _document.Tags[node];
            quotes += tag == HtmlTag.Blockquote ? 1 : 0;
            lists += tag is HtmlTag.Ul or HtmlTag.Ol ? 1 : 0;
            heading = heading == 0 && tag is >= HtmlTag.H1 and <= HtmlTag.H6 ? tag - HtmlTag.H1 + 1 : heading;
            item = item == 0 && tag == HtmlTag.Li ? node : item;
            code = tag == HtmlTag.Pre ? node : code;
        }

        var text = code > 0 ? FencedCode(block, code) : _inline.Write(block.FirstNode, block.EndNode, block.Container);
        if (text.Length == 0)
        {
            return;
        }

        var begins = item > 0 && _begunItems.Add(item);
        var quote = string.Concat(Enumerable.Repeat("> ", Math.Min(quotes, 8)));
        var indent = new string(' ', 2 * Math.Max(0, Math.Min(lists, 16) - 1));
        var marker = begins ? MarkerOf(item) : "";
        var rest = item > 0 ? new string(' ', begins ? marker.Length : 2) : "";
        _output.Append(_output.Length == 0 ? "" : begins && _lastItem > 0 ? "\n" : "\n\n");
        _lastItem = item;
        var line = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            _output.Append(line == 0 ? "" : "\n").Append(quote).Append(indent).Append(line == 0 ? marker : rest);
            _output.Append(heading > 0 && line == 0 ? new string('#', heading) + " " : "").Append(text.AsSpan()[range]);
            line++;
        }
    }

    private string MarkerOf(int item)
    {
        var list = _document.Parents[item];
        if (_document.Tags[list] != HtmlTag.Ol)
        {
            return "- ";
        }

        // Counted on from the last item that was written, so that a long list takes linear time.
        var (node, number) = _counted.TryGetValue(list, out var known) ? known
            : (list + 1, int.TryParse(_document.RawAttribute(list, HtmlAttribute.Start), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? Math.Min(start, 1 << 30) : 1);
        for (; node < item; node = _document.End(node))
        {
            number += _document.Tags[node] == HtmlTag.Li ? 1 : 0;
        }

        _counted[list] = (node, number);
        return string.Create(CultureInfo.InvariantCulture, $"{number}. ");
    }

    private string FencedCode(TextBlock block, int pre)
    {
        var code = _page.Text(block).TrimEnd().ToString();
        var fence = code.Contains("```", StringComparison.Ordinal) ? "~~~~" : "```";
        return $"{fence}{LanguageOf(pre)}\n{code}\n{fence}";
    }

    /// <summary>The language that a class such as <c>language-csharp</c> names, of the element or the code within.</summary>
    private string LanguageOf(int pre)
    {
        for (var node = pre; node < Math.Min(_document.End(pre), pre + 3); node++)
        {
            foreach (var name in _document.Attribute(node, HtmlAttribute.Class).Split(' '))
            {
                if (name.StartsWith("language-", StringComparison.Ordinal) || name.StartsWith("lang-", StringComparison.Ordinal))
                {
                    return name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];
                }
            }
        }

        return "";
    }

    /// <summary>Writes what is kept of a table; returns the first block behind it.</summary>
    private int WriteTable(int table, int index)
    {
        var rows = new List<List<string>>();
        var row = 0;
        var cell = 0;
        var end = _document.End(table);
        for (; index < _isKept.Length && _page.Blocks[index].FirstNode < end; index++)
        {
            var block = _page.Blocks[index];
            if (!_isKept[index])
            {
                continue;
            }

            var (inRow, inCell) = CellOf(block.Container, table);
            if (inRow != row || rows.Count == 0)
            {
                rows.Add([]);
                (row, cell) = (inRow, 0);
            }

            var text = _inline.Write(block.FirstNode, block.EndNode, block.Container).Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');
            if (inCell != cell || rows[^1].Count == 0)
            {
                rows[^1].Add(text);
                cell = inCell;
            }
            else
            {
                rows[^1][^1] += " " + text;
            }
        }

        _lastItem = 0;
        _output.Append(_output.Length == 0 ? "" : "\n\n");
        var columns = Math.Min(64, rows.Max(cells => cells.Count));
        for (var i = 0; i < rows.Count; i++)
        {
            _output.Append(i == 0 ? "" : "\n").Append('|');
            for (var column = 0; column < Math.Max(columns, rows[i].Count); column++)
            {
                _output.Append(' ').Append(column < rows[i].Count ? rows[i][column] : "").Append(" |");
            }

            _output.Append(i > 0 ? "" : "\n|" + string.Concat(Enumerable.Repeat(" --- |", columns)));
        }

        return index;
    }

    private (int Row, int Cell) CellOf(int node, int table)
    {
        var cell = 0;
        for (; node > table; node = _document.Parents[node])
        {
            var tag = _document.Tags[node];
            if (tag == HtmlTag.Tr)
            {
                return (node, cell);
            }

            cell = tag is HtmlTag.Td or HtmlTag.Th ? node : cell;
        }

        return (0, cell);
    }
}
