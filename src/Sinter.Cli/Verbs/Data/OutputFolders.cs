using Sinter.Data.Inputs;

namespace Sinter.Cli.Verbs.Data;

/// <summary>Sees to it that a verb that writes a folder loses and mixes nothing.</summary>
internal static class OutputFolders
{
    /// <summary>An output must not be read while it is written.</summary>
    /// <exception cref="UsageException">An input lies in the folder.</exception>
    public static void RefuseInputsWithin(string folder, IEnumerable<InputFile> inputs)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        if (inputs.FirstOrDefault(input => input.Path?.StartsWith(root, StringComparison.Ordinal) is true) is { } within)
        {
            throw new UsageException($"The input '{within.Name}' lies in the folder of --out; name another folder to write to.");
        }
    }

    /// <summary>Makes way for a work that can go on: an earlier one is removed only where that was asked for, and never with anything else.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isThere">Whether it holds such a work already.</param>
    /// <param name="strangers">What else it holds.</param>
    /// <param name="work">What the work is called, with its article: <c>a cleaning</c>.</param>
    /// <param name="inputs">The inputs of the new one.</param>
    /// <param name="overwrite">Whether an earlier one is to be replaced.</param>
    /// <exception cref="InvalidDataException">It cannot go on, or more would be removed than an earlier work.</exception>
    public static void MakeWay(string folder, bool isThere, IEnumerable<string> strangers, string work, IReadOnlyList<InputFile> inputs, bool overwrite)
    {
        RefuseInputsWithin(folder, inputs);
        if (!isThere)
        {
            return;
        }

        if (!overwrite)
        {
            if (inputs.Any(static input => input.Path is null && input.Name is "-"))
            {
                throw new InvalidDataException($"'{folder}' holds {work} already, and {work} of the standard input cannot go on: nobody knows whether it is the same; name another folder, or give --overwrite.");
            }

            return;
        }

        if (strangers.FirstOrDefault() is { } stranger)
        {
            throw new InvalidDataException($"'{folder}' holds '{Path.GetFileName(stranger)}' besides {work}, so it is not replaced; name another folder.");
        }

        Directory.Delete(folder, recursive: true);
    }
}
