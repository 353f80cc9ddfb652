using System.Text;

namespace Sinter.Cli.Reports;

/// <summary>Names from files as people write them.</summary>
internal static class Wording
{
    /// <summary>The name of a stage at the start of a sentence.</summary>
    public static string Stage(string name) => name switch
    {
        "pretrain" => "Pretraining",
        "finetune" => "Fine-tuning",
        "align" => "Alignment",
        "upscale" => "Up-scaling",
        "continue" => "Continued pretraining",
        "evaluate" => "Evaluation",
        "pack" => "Packing",
        "dedup" => "Deduplication",
        "decontaminate" => "Decontamination",
        _ => Sentence(name),
    };

    /// <summary>A key as words: <c>bytesPerToken</c> and <c>bytes-per-token</c> become "Bytes per token".</summary>
    public static string Sentence(string key)
    {
        var words = new StringBuilder(key.Length + 8);
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            var begins = char.IsUpper(c) && i > 0 && char.IsLower(key[i - 1]);
            if (begins || c is '-' or '_')
            {
                words.Append(' ');
            }

            if (c is not ('-' or '_'))
            {
                words.Append(i == 0 ? char.ToUpperInvariant(c) : begins && (i + 1 == key.Length || char.IsLower(key[i + 1])) ? char.ToLowerInvariant(c) : c);
            }
        }

        return words.ToString();
    }
}
