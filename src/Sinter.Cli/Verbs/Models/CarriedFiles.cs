using Sinter.Models.Files;

namespace Sinter.Cli.Verbs.Models;

/// <summary>The files beside a model's weights that a model made of it takes along: its tokenizer, its chat template, and advice on generation.</summary>
internal static class CarriedFiles
{
    private static readonly string[] Names =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "encoder.json", "vocab.bpe", "vocab.txt",
        "*.model", "*.tiktoken", "tokenizer.bin", "chat_template.jinja", "chat_template.json", ModelConfigJson.GenerationFileName,
    ];

    /// <summary>Copies them, replacing what is there.</summary>
    public static void Copy(string source, string target)
    {
        foreach (var file in Names.SelectMany(name => Directory.GetFiles(source, name)).Distinct(StringComparer.Ordinal))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }
    }
}
