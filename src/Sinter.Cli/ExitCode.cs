namespace Sinter.Cli;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>Something failed, and one sentence said what.</summary>
    public const int Failed = 1;

    /// <summary>The command line asked for what cannot be.</summary>
    public const int WrongUse = 2;

    /// <summary>Ctrl+C or a polite kill, after what was done had been kept.</summary>
    public const int Interrupted = 130;
}
