using System.Text;

namespace Sinter.Data.Cleaning.Quality;

/// <summary>Makes the text that is left when lines are removed or changed, and counts them. It holds no text of its own while nothing changes.</summary>
/// <param name="candidate">The document.</param>
/// <param name="linesRemovedRule">The rule that counts removed lines; each is marked under it.</param>
internal struct LineFilter(Candidate candidate, int linesRemovedRule)
{
    private readonly string _text = candidate.Text;
    private StringBuilder? _changed;
    private bool _any;

    /// <summary>How many lines that are not blank were removed.</summary>
    public int Removed { get; private set; }

    /// <summary>How many lines that are not blank were kept.</summary>
    public int Kept { get; private set; }

    /// <summary>How many words were removed.</summary>
    public int WordsRemoved { get; private set; }

    /// <summary>The share of the lines that were removed, blank ones not counted.</summary>
    public readonly double RemovedShare => Share.Of(Removed, Removed + Kept);

    /// <summary>Leaves a line out.</summary>
    public void Remove(TextLine line, int words)
    {
        if (line.Content.Length > 0)
        {
            Removed++;
            WordsRemoved += words;
            candidate.Mark(linesRemovedRule, line.Content.Start, line.Content.Length);
        }

        BeginChange(line.Whole.Start);
    }

    /// <summary>Keeps a line, maybe in another form.</summary>
    /// <param name="line">The line.</param>
    /// <param name="content">What it shall be.</param>
    public void Keep(TextLine line, ReadOnlySpan<char> content)
    {
        Kept += line.Content.Length > 0 ? 1 : 0;
        if (_changed is null && content.SequenceEqual(line.Whole.In(_text)))
        {
            _any = true;
            return;
        }

        BeginChange(line.Whole.Start);
        if (_any)
        {
            _changed!.Append('\n');
        }

        _changed!.Append(content);
        _any = true;
    }

    /// <summary>What is left, without white space at its ends; the same object where nothing changed.</summary>
    public readonly string ToText() => _changed is null ? _text : _changed.ToString().Trim();

    private void BeginChange(int start)
    {
        if (_changed is null)
        {
            // All before was kept as it is, but for the line end that now ends nothing.
            var before = _text.AsSpan(0, start);
            _changed = new StringBuilder(_text.Length);
            _changed.Append(before.EndsWith("\r\n") ? before[..^2] : before.EndsWith('\n') ? before[..^1] : before);
        }
    }
}
