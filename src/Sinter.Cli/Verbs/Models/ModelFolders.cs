using Sinter.Models;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Models;

/// <summary>What verbs that write a model folder have in common.</summary>
internal static class ModelFolders
{
    /// <summary>Refuses a folder that holds something already.</summary>
    /// <exception cref="IOException">It does.</exception>
    public static void RequireNew(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"'{folder}' is there already and not an empty folder; give --out a new one.");
        }
    }

    /// <summary>The token ids that frame a text; none without a tokenizer.</summary>
    public static GenerationConfig Generation(Tokenizer? tokenizer) => new()
    {
        BeginningOfText = tokenizer?.BeginningOfText,
        EndOfText = tokenizer?.EndOfText is { } end ? [end] : [],
    };

    /// <summary>Lists what was written.</summary>
    public static void List(string folder, TextWriter output)
    {
        foreach (var written in new DirectoryInfo(folder).GetFiles().OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"Wrote   {Path.Combine(folder, written.Name)}  {Units.Bytes(written.Length)}");
        }
    }
}
