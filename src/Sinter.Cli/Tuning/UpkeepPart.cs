namespace Sinter.Cli.Tuning;

/// <summary>What became of an example or a document in the trainings before.</summary>
internal enum UpkeepPart
{
    /// <summary>Nothing: it is new.</summary>
    New,

    /// <summary>It was learned.</summary>
    Learned,

    /// <summary>It was looked at on the way, or has the input of such a one.</summary>
    Watched,

    /// <summary>It was measured, or has the input of such a one.</summary>
    HeldOut,
}
