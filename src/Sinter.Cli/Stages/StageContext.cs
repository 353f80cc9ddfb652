using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Tensors.Profiling;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>What a stage is given to work with. It is valid while the stage runs.</summary>
internal sealed record StageContext
{
    /// <summary>The resolved recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Where the stage reads and writes.</summary>
    public required RunFolder Run { get; init; }

    /// <summary>The run's log.</summary>
    public required EventLog Events { get; init; }

    /// <summary>Where the stage says how far it is.</summary>
    public required IProgressView Progress { get; init; }

    /// <summary>
    /// Whether an earlier attempt with these very settings was cut short, so that what it left may be continued. Otherwise the
    /// stage's outputs have been removed.
    /// </summary>
    public required bool Resuming { get; init; }

    /// <summary>The hash of all that decides the stage's result, to be kept in checkpoints.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Gives the profiler of a stage that trains; null where nobody asked for times.</summary>
    public Func<string, Profiler>? Profilers { get; init; }

    /// <summary>Tells the user a sentence, and keeps it in the run's log.</summary>
    public void Tell(string stage, string sentence)
    {
        Events.Warning(stage, sentence);
        Progress.Note(sentence);
    }

    /// <summary>Tells the user, and the run's log, which model goes on; a new one that was not worth its training is a warning.</summary>
    public void TellOfUpkeep(string stage, string sentence, bool isRefused)
    {
        if (isRefused)
        {
            Tell(stage, sentence);
            return;
        }

        Events.Write(stage, "upkeep", new JsonObject { ["message"] = sentence });
        Progress.Note(sentence);
    }

    /// <summary>Worker threads: the recipe's, or one for each core.</summary>
    public int Threads => Recipe.Threads > 0 ? Recipe.Threads : Environment.ProcessorCount;
}
