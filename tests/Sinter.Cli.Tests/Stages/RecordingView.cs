using Sinter.Cli.Progress;

namespace Sinter.Cli.Tests.Stages;

/// <summary>Remembers what a run shows.</summary>
internal sealed class RecordingView : IProgressView
{
    public List<string> Lines { get; } = [];

    public void Begin(string stage) => Lines.Add("begin " + stage);

    public void Report(StageProgress progress)
    {
    }

    public void Note(string line) => Lines.Add(line);

    public void End(string summary) => Lines.Add("end " + summary);

    public void Dispose()
    {
    }
}
