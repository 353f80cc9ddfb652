using Sinter.Data.Lineage;

namespace Sinter.Cli.Stages;

/// <summary>The list of what a run was made to forget.</summary>
internal static class ForgottenDocuments
{
    /// <summary>The environment variable that names the file of the key, where lists are made with one.</summary>
    public const string KeyVariable = "SINTER_FORGET_KEY";

    /// <summary>The file of the key; null where there is none.</summary>
    public static string? KeyFile => Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } path ? path : null;

    /// <summary>The list; null where nothing was forgotten.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or was made with a key and <see cref="KeyVariable"/> names none.</exception>
    public static ForgottenList? Of(string folder) => ForgottenList.Of(folder, KeyFile);
}
