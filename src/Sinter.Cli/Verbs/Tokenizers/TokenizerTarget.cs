using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Where a tokenizer is written, and as what: the end of the path says it.</summary>
internal static class TokenizerTarget
{
    /// <summary>What may be written, for the help.</summary>
    public const string Forms = "tokenizer.json (any .json), or a folder for tokenizer.json and tokenizer_config.json";

    /// <summary>Says before the work whether the path can be written.</summary>
    /// <exception cref="UsageException">It has an ending that no tokenizer is written with.</exception>
    public static void Check(string path)
    {
        if (IsFolder(path) || path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        throw new UsageException($"--out is '{path}', expected {Forms}.");
    }

    /// <summary>Writes the tokenizer; each file appears when it is complete.</summary>
    public static void Write(Tokenizer tokenizer, string path)
    {
        if (IsFolder(path))
        {
            tokenizer.SaveFolder(path);
        }
        else
        {
            tokenizer.Save(path);
        }
    }

    /// <summary>A path without an ending is a folder, there or to be made.</summary>
    private static bool IsFolder(string path) => Directory.Exists(path) || Path.EndsInDirectorySeparator(path) || Path.GetExtension(path).Length == 0;
}
