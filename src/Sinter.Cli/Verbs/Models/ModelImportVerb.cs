using System.CommandLine;
using System.Globalization;
using Sinter.Data;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter model import FILE</c>: a model of llama2.c as a folder in Hugging Face layout.</summary>
internal static class ModelImportVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter model import stories260K.bin --tokenizer tok512.bin --out stories260K";

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = "A llama2.c model of version 0 (.bin)." };
        var tokenizer = new Option<string>("--tokenizer") { HelpName = "FILE", Description = "Its tokenizer: a llama2.c tokenizer (.bin), a SentencePiece .model or a tokenizer.json.", Required = true };
        var folder = new Option<string>("--out") { HelpName = "DIR", Description = "The model folder to write; new or empty.", Required = true };
        var verb = new Verb("import", "Writes a llama2.c model and its tokenizer as a model folder in Hugging Face layout.", Example)
        {
            file, tokenizer, folder,
        };
        verb.SetAction(parsed => Run(
            parsed.GetRequiredValue(file),
            parsed.GetRequiredValue(tokenizer),
            parsed.GetRequiredValue(folder),
            parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static int Run(string file, string tokenizerFile, string folder, TextWriter output)
    {
        RequireNew(folder);
        RequireLlama2C(file);
        using var weights = Llama2CFile.Open(file);
        var tokenizer = Tokenizer.Load(tokenizerFile);
        if (tokenizer.VocabularySize != weights.Config.VocabularySize)
        {
            throw new InvalidDataException($"The tokenizer '{tokenizerFile}' has {tokenizer.VocabularySize} tokens and the model '{file}' knows {weights.Config.VocabularySize}; give the tokenizer that the model was trained with.");
        }

        using (var target = AtomicFolder.Create(folder))
        {
            ModelFolder.Write(target.WorkPath, weights.Config, weights, Generation(tokenizer));
            tokenizer.SaveFolder(target.WorkPath, contextLength: weights.Config.ContextLength);
            target.Complete();
        }

        Summarise(folder, weights.Config, output);
        return ExitCode.Done;
    }

    private static void RequireNew(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"'{folder}' is there already and not an empty folder; give --out a new one.");
        }
    }

    private static void RequireLlama2C(string file)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException(Directory.Exists(file)
                ? $"'{file}' is a folder; give the .bin file of a llama2.c model."
                : $"There is no model file '{file}'; check the path.");
        }

        var magic = new byte[4];
        using var stream = File.OpenRead(file);
        if (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.AsSpan().SequenceEqual("GGUF"u8))
        {
            throw new InvalidDataException($"'{file}' is a GGUF file, which Sinter does not import yet; give the .bin file of a llama2.c model.");
        }
    }

    private static GenerationConfig Generation(Tokenizer tokenizer) => new()
    {
        BeginningOfText = tokenizer.BeginningOfText,
        EndOfText = tokenizer.EndOfText is { } end ? [end] : [],
    };

    private static void Summarise(string folder, ModelConfig config, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Model   {config.Parameters:N0} parameters: {config.Layers} layers, {config.HiddenSize} wide, {config.Heads} heads ({config.KeyValueHeads} for keys and values), context {config.ContextLength}, vocabulary {config.VocabularySize}"));
        foreach (var written in new DirectoryInfo(folder).GetFiles().OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"Wrote   {Path.Combine(folder, written.Name)}  {Units.Bytes(written.Length)}");
        }

        output.WriteLine($"Try     {ThisTool.CommandName()} generate {ThisTool.Quoted(folder)} --prompt \"Once upon a time\" --max-tokens 100");
    }
}
