using System.Collections.Concurrent;
using System.Globalization;
using Spectre.Console;

namespace Sinter.Cli.Progress;

/// <summary>
/// Progress on a terminal: a line that is drawn anew a few times a second for the working stage, and a line that stays for each that has
/// ended. One thread of its own does all the drawing, so that a stage never waits for the terminal.
/// </summary>
internal sealed class LiveProgressView : IProgressView
{
    private const int LeastBarWidth = 6;
    private const int GreatestBarWidth = 24;

    /// <summary>Columns that the name of the stage and the figures of training take.</summary>
    private const int FiguresWidth = 86;

    private static readonly Text Blank = new(" ");
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(150);
    private readonly IAnsiConsole _console;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Lock _gate = new();
    private readonly Thread _painter;
    private string? _stage;
    private StageProgress _progress;
    private RateMeter _meter = new();

    /// <summary>Begins to draw on <paramref name="console"/>, until disposed.</summary>
    public LiveProgressView(IAnsiConsole console)
    {
        _console = console;
        _painter = new Thread(Paint) { IsBackground = true, Name = "progress" };
        _painter.Start();
    }

    /// <inheritdoc/>
    public void Begin(string stage)
    {
        lock (_gate)
        {
            _stage = stage;
            _progress = default;
            _meter = new RateMeter();
        }
    }

    /// <inheritdoc/>
    public void Report(StageProgress progress)
    {
        lock (_gate)
        {
            _progress = progress;
        }
    }

    /// <inheritdoc/>
    public void Note(string line) => _lines.Enqueue(Markup.Escape(line));

    /// <inheritdoc/>
    public void End(string summary)
    {
        lock (_gate)
        {
            _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"[green]{Markup.Escape(_stage ?? ""),-9}[/]  {Markup.Escape(summary)}"));
            _stage = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Set();
        _painter.Join();
        _ended.Dispose();
    }

    private void Paint() =>
        _console.Live(new Rows(Blank, Blank)).AutoClear(true).Start(live =>
        {
            bool last;
            do
            {
                last = _ended.Wait(Refresh);

                // First the picture, as a line that is written draws it anew below itself.
                live.UpdateTarget(Picture());
                while (_lines.TryDequeue(out var line))
                {
                    _console.MarkupLine(line);
                }
            }
            while (!last);
        });

    private Rows Picture()
    {
        lock (_gate)
        {
            // Never a single line: to draw one anew, "up 0 lines" is sent, which many terminals take as up 1.
            if (_stage is null)
            {
                return new Rows(Blank, Blank);
            }

            _meter.Add(_progress.Done);
            var width = Math.Clamp(_console.Profile.Width - FiguresWidth, LeastBarWidth, GreatestBarWidth);
            var figures = _progress.Unit is null ? Units.Seconds(_meter.Elapsed) : PlainProgressView.Line(_progress, _meter);
            var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().Width(width)).AddColumn(new GridColumn().NoWrap());
            grid.AddRow(new Markup($"[blue]{Markup.Escape(_stage)}[/]"), Bar(width), new Text(figures).Overflow(Overflow.Ellipsis));
            return new Rows(Blank, grid);
        }
    }

    /// <summary>A bar as long as the share that is done; of a stage without an end, a bar that says only that it works.</summary>
    private Markup Bar(int width)
    {
        var filled = _progress.Total > 0
            ? (int)Math.Clamp(width * _progress.Done / _progress.Total, 0, width)
            : (int)(_meter.Elapsed * 4) % width;
        return new Markup($"[blue]{new string('━', filled)}[/][grey]{new string('━', width - filled)}[/]");
    }
}
