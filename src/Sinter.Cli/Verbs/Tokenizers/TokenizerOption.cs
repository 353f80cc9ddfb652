using System.CommandLine;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>The option that names a tokenizer, in the same words for every verb.</summary>
internal static class TokenizerOption
{
    /// <summary>What a tokenizer may be.</summary>
    public const string Forms = "tokenizer.json, .tiktoken, SentencePiece .model, vocab.txt, vocab.json with merges.txt beside it, .gguf, or a folder that holds one";

    /// <summary>Makes the option, which must be given.</summary>
    public static Option<string> Create() => new("--tokenizer") { HelpName = "FILE", Description = $"The tokenizer: {Forms}.", Required = true };
}
