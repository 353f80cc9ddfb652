namespace Sinter.Data.Parquet;

/// <summary>
/// Goes through the rows of one column chunk, page by page. A column that is not repeated is not decoded for that; one that is must be, because only its levels tell where
/// rows begin, and because a row may go on in the next page.
/// </summary>
internal sealed class ColumnCursor(PageStream pages, ParquetField field, ParquetRowGroup group)
{
    private readonly List<(PageData Page, int Start, int Count)> _parts = [];
    private Page? _page;
    private int[]? _rowStarts;
    private PageData? _ahead;
    private int _aheadStart;
    private int _aheadBytes;
    private int _pageRows;
    private int _row;
    private long _rowsDone;

    /// <summary>Goes to a page that has rows left; gives how many, 0 at the end of the chunk.</summary>
    public int MoveToRows()
    {
        if (_row == _pageRows)
        {
            _rowsDone += _pageRows;
            (_row, _pageRows) = (0, 0);
            if (field.MaximumRepetition == 0)
            {
                _page = pages.Next();
                _pageRows = _page?.Slots ?? 0;
            }
            else
            {
                MoveToRepeatedPage();
            }

            if (_rowsDone + _pageRows > group.Rows || (_pageRows == 0 && _rowsDone != group.Rows))
            {
                throw new InvalidDataException($"The column '{field.Path}' has {_rowsDone + _pageRows} rows{(_pageRows > 0 ? " or more" : "")}, its row group {group.Rows}.");
            }
        }

        return _pageRows - _row;
    }

    /// <summary>How many bytes of uncompressed pages stand for so many of the rows to come.</summary>
    public long BytesOf(int rows) => (long)_page!.Bytes * rows / _pageRows;

    /// <summary>About how many bytes the page takes when it is decoded.</summary>
    public long PageMemory => _page!.Bytes + (9L * _page.Slots);

    /// <summary>Takes the next rows of the page.</summary>
    public PageSlice Take(int rows)
    {
        _row += rows;
        return new PageSlice(_page!, _rowStarts, _row - rows, rows);
    }

    private void MoveToRepeatedPage()
    {
        _page = null;
        if (_ahead is null && !LookAhead())
        {
            return;
        }

        if (_ahead!.Repetition![_aheadStart] != 0)
        {
            throw new InvalidDataException($"The column '{field.Path}' begins in the middle of a row.");
        }

        _parts.Clear();
        var bytes = 0L;
        var slots = 0L;
        do
        {
            // All of the page, or, of one behind it, what belongs to the last row.
            var rest = _ahead.Repetition.AsSpan(_aheadStart);
            var count = _parts.Count == 0 ? rest.Length : rest.IndexOf((byte)0);
            count = count < 0 ? rest.Length : count;
            if (count > 0)
            {
                _parts.Add((_ahead, _aheadStart, count));
                bytes += _aheadBytes;
                slots += count;
            }

            // Those pages wait in memory until the row ends.
            if (slots > PageReader.MaximumPageValues && _parts.Count > 1)
            {
                throw new InvalidDataException($"A row has over {PageReader.MaximumPageValues} values in the column '{field.Path}'.");
            }

            _aheadStart += count;
        }
        while (_aheadStart == _ahead.Slots && LookAhead());

        var data = PageData.Concatenate(_parts, field.MaximumDefinition);
        _page = new Page(data.Slots, (int)Math.Min(bytes, int.MaxValue), () => data);
        _rowStarts = RowStarts(data);
        _pageRows = _rowStarts.Length - 1;
    }

    private bool LookAhead()
    {
        var page = pages.Next();
        _ahead = page?.Data;
        _aheadBytes = page?.Bytes ?? 0;
        _aheadStart = 0;
        return page is not null;
    }

    private static int[] RowStarts(PageData data)
    {
        var repetition = data.Repetition.AsSpan();
        var starts = new int[repetition.Count((byte)0) + 1];
        var row = 0;
        for (var i = 0; i < repetition.Length; i++)
        {
            if (repetition[i] == 0)
            {
                starts[row++] = i;
            }
        }

        starts[row] = repetition.Length;
        return starts;
    }
}
