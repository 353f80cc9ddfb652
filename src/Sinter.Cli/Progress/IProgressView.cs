namespace Sinter.Cli.Progress;

/// <summary>Shows a run while it works. Stages call <see cref="Report"/> as often as they like; the view decides what is worth showing.</summary>
internal interface IProgressView : IDisposable
{
    /// <summary>A stage begins.</summary>
    void Begin(string stage);

    /// <summary>How far the stage is.</summary>
    void Report(StageProgress progress);

    /// <summary>A line that stays in view.</summary>
    void Note(string line);

    /// <summary>The stage has ended; <paramref name="summary"/> says how.</summary>
    void End(string summary);
}
