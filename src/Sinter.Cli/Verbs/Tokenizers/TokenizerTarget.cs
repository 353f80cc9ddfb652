using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Where a tokenizer is written, and as what: the end of the path says it.</summary>
internal static class TokenizerTarget
{
    /// <summary>What may be written, for the help.</summary>
    public const string Forms = "tokenizer.json (any .json), a folder for tokenizer.json and tokenizer_config.json, a SentencePiece .model, or tiktoken's ranks as .tiktoken";

    /// <summary>Says before the work whether the path can be written.</summary>
    /// <exception cref="UsageException">It has an ending that no tokenizer is written with.</exception>
    public static void Check(string path)
    {
        if (!IsFolder(path) && Path.GetExtension(path).ToUpperInvariant() is not (".JSON" or ".MODEL" or ".TIKTOKEN"))
        {
            throw new UsageException($"--out is '{path}', expected {Forms}.");
        }
    }

    /// <summary>Writes the tokenizer; each file appears when it is complete.</summary>
    /// <exception cref="NotSupportedException">A file of that kind cannot tell what the tokenizer does; the message says why.</exception>
    public static void Write(Tokenizer tokenizer, string path, ChatTemplate? template = null)
    {
        if (IsFolder(path))
        {
            tokenizer.SaveFolder(path, template);
            return;
        }

        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".MODEL":
                tokenizer.SaveSentencePiece(path);
                break;
            case ".TIKTOKEN":
                tokenizer.SaveTiktoken(path);
                break;
            default:
                tokenizer.Save(path);
                break;
        }
    }

    /// <summary>A path without an ending is a folder, there or to be made.</summary>
    private static bool IsFolder(string path) => Directory.Exists(path) || Path.EndsInDirectorySeparator(path) || Path.GetExtension(path).Length == 0;
}
