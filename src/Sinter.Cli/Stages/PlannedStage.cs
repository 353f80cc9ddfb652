namespace Sinter.Cli.Stages;

/// <summary>What is to happen with one stage.</summary>
internal enum StageAction
{
    /// <summary>It stands before <c>--from</c> or after <c>--to</c>.</summary>
    Leave,

    /// <summary>It is done, and nothing that it was made from has changed.</summary>
    Keep,

    /// <summary>It runs from its beginning.</summary>
    Run,

    /// <summary>It goes on where an earlier attempt was cut short.</summary>
    Resume,
}

/// <summary>One line of a plan: a stage, what happens with it, and why.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Action">What happens.</param>
/// <param name="Reason">Why, in words for the user.</param>
/// <param name="Settings">The settings that it runs with.</param>
/// <param name="Fingerprint">Their fingerprint, with that of the stage before.</param>
internal sealed record PlannedStage(IStage Stage, StageAction Action, string Reason, IReadOnlyDictionary<string, string> Settings, string Fingerprint)
{
    /// <summary>What the plan knows of the content of inputs, for the run to remember; null where it looked at none.</summary>
    public InputHashes? Inputs { get; init; }

    /// <summary>Whether the stage does any work.</summary>
    public bool Works => Action is StageAction.Run or StageAction.Resume;
}
