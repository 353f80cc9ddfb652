using Sinter.Data.Reading;

namespace Sinter.Data.Tuning.Sources;

/// <summary>
/// Sentences with a word a line and an empty line between them. CoNLL-2003 and its like have the word first and its tag last; CoNLL-U has ten columns, the word in the second and
/// its part of speech in the fourth, comments that begin with <c>#</c>, and lines of several words, whose number has a hyphen or a dot, which are passed over.
/// </summary>
internal sealed class ColumnSentences(string name, TuningOptions options)
{
    private const int UniversalColumns = 10;

    private readonly List<string> _words = [];
    private readonly List<string> _tags = [];
    private long _firstLine;
    private bool _isPassedOver;

    public IEnumerable<RawRecord> Read(IEnumerable<RecordCut> cuts)
    {
        foreach (var cut in cuts)
        {
            if (cut.Fault is { } fault)
            {
                yield return RawRecord.OfCut(new RecordPlace(name, cut.FirstLine), fault);
                continue;
            }

            foreach (var (line, number) in TextLines.Of(cut.Data, cut.FirstLine))
            {
                if (string.IsNullOrWhiteSpace(line))
                {
                    _isPassedOver = false;
                    if (_words.Count > 0)
                    {
                        yield return Sentence();
                    }
                }
                else if (!_isPassedOver && Add(line, number) is { } wrong)
                {
                    yield return wrong;
                }
            }
        }

        if (_words.Count > 0)
        {
            yield return Sentence();
        }
    }

    private RawRecord? Add(string line, long number)
    {
        if (line.StartsWith("-DOCSTART-", StringComparison.Ordinal))
        {
            return null;
        }

        var cells = line.Contains('\t', StringComparison.Ordinal) ? line.Split('\t') : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isUniversal = cells.Length == UniversalColumns && char.IsAsciiDigit(cells[0].FirstOrDefault());
        if (cells.Length < 2 || (cells[0] == "#" && _words.Count == 0))
        {
            // A comment stands before a sentence; anywhere else a line without a tag is wrong, and so is its sentence.
            if (line.StartsWith('#') && _words.Count == 0)
            {
                return null;
            }

            _isPassedOver = true;
            _words.Clear();
            _tags.Clear();
            return new RawRecord(new RecordPlace(name, number), default, FaultKind.MissingField, $"the line '{Shortened.Text(line)}' has no tag: expected a word and its tag");
        }

        if (isUniversal && cells[0].AsSpan().ContainsAny('-', '.'))
        {
            return null;
        }

        if (_words.Count >= options.MaximumParts)
        {
            throw new InvalidDataException($"A sentence of '{name}' that begins on line {_firstLine} has over {options.MaximumParts} words, the limit for one; end sentences with an empty line.");
        }

        _firstLine = _words.Count == 0 ? number : _firstLine;
        _words.Add(isUniversal ? cells[1] : cells[0]);
        _tags.Add(isUniversal ? cells[3] : cells[^1].Trim());
        return null;
    }

    private RawRecord Sentence()
    {
        var record = RawRecord.Of(new RecordPlace(name, _firstLine), JsonRow.OfLists("words", _words, "tags", _tags));
        _words.Clear();
        _tags.Clear();
        return record;
    }
}
