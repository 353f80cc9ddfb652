using Sinter.Cli.Progress;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>Stops a run at a step: asks it to, or dies.</summary>
internal sealed class StoppingView(int step, CancellationTokenSource stop, bool dies) : IProgressView
{
    public bool HasStopped { get; private set; }

    public void Begin(string stage)
    {
    }

    public void Report(StageProgress progress)
    {
        if (progress.Unit == "steps" && progress.Done >= step && !HasStopped)
        {
            HasStopped = true;
            if (dies)
            {
                throw new IOException("The machine has lost its power.");
            }

            stop.Cancel();
        }
    }

    public void Note(string line)
    {
    }

    public void End(string summary)
    {
    }

    public void Dispose()
    {
    }
}
