namespace Sinter.Cli;

/// <summary>The command line asks for something that cannot be; its message is one sentence for the user, who gets exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
