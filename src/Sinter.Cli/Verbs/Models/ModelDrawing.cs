using Sinter.Models;
using Sinter.Tensors.Operations;
using static System.FormattableString;

namespace Sinter.Cli.Verbs.Models;

/// <summary>A drawing of an architecture in text: boxes from tokens at the top to what the model says at the bottom.</summary>
internal static class ModelDrawing
{
    /// <summary>Between the left and the right edge of a box.</summary>
    private const int Width = 58;

    /// <summary>Writes the drawing.</summary>
    public static void Write(ModelConfig config, TextWriter output)
    {
        output.WriteLine("  " + Input(config));
        foreach (var (title, lines) in Boxes(config))
        {
            output.WriteLine("    │");
            output.WriteLine("  ┌─┴─" + Cut(title.Length > 0 ? $" {title} " : "", Width - 3).PadRight(Width - 3, '─') + "┐");
            foreach (var line in lines.SelectMany(static line => Wrap(line, Width - 2)))
            {
                output.WriteLine($"  │ {line.PadRight(Width - 2)} │");
            }

            output.WriteLine($"  └─┬{new string('─', Width - 2)}┘");
        }

        output.WriteLine("    │");
        output.WriteLine("  " + Cut(Output(config), Width + 2));
    }

    private static string Input(ModelConfig config) => config.Kind == ModelKind.EncoderDecoder ? "source tokens" : "tokens";

    private static IEnumerable<(string Title, IEnumerable<string> Lines)> Boxes(ModelConfig config)
    {
        yield return ("", Embedding(config));
        if (config.Kind == ModelKind.Recurrent)
        {
            yield return (Invariant($"{config.Layers} x"), [Invariant($"{(config.Family == ModelFamily.Lstm ? "LSTM" : "GRU")} of {config.HiddenSize} units")]);
        }
        else
        {
            yield return (Invariant($"{config.Layers} x{(config.Kind == ModelKind.EncoderDecoder ? " encoder" : "")}"), Block(config, cross: false));
        }

        if (config.Kind == ModelKind.EncoderDecoder)
        {
            yield return (Invariant($"{config.DecoderLayers} x decoder, from the target so far"), Block(config, cross: true));
        }

        if (config.PredictedTokens > 1)
        {
            yield return (Invariant($"{config.PredictedTokens} heads side by side, of one block each"), Block(config, cross: false));
        }

        yield return ("", Last(config));
    }

    private static IEnumerable<string> Embedding(ModelConfig config)
    {
        yield return Invariant($"token embedding {config.VocabularySize:N0} x {config.HiddenSize:N0}{(config.EmbeddingScale == 1 ? "" : Invariant($", times {config.EmbeddingScale:0.##}"))}");
        if (config.Positions == PositionKind.Learned)
        {
            yield return Invariant($"+ learned positions {config.ContextLength:N0}{(config.TokenTypes > 0 ? Invariant($" + {config.TokenTypes} segments") : "")}");
        }

        if (config.EmbeddingNorm)
        {
            yield return Norm(config);
        }
    }

    private static IEnumerable<string> Block(ModelConfig config, bool cross)
    {
        var (before, after) = (config.NormPlacement != NormPlacement.After, config.NormPlacement != NormPlacement.Before);
        foreach (var part in (string[])["attention", .. cross ? ["cross"] : Array.Empty<string>(), "feedForward"])
        {
            if (before)
            {
                yield return Norm(config);
            }

            foreach (var line in part switch { "attention" => Attention(config), "cross" => ["attention to the encoder's last hidden states"], _ => FeedForward(config) })
            {
                yield return line;
            }

            if (config.NormPlacement == NormPlacement.Both)
            {
                yield return Norm(config);
            }

            yield return config.ParallelResidual && part is "attention" ? "  (side by side with)" : "+ residual";
            if (after && config.NormPlacement == NormPlacement.After)
            {
                yield return Norm(config);
            }
        }
    }

    private static IEnumerable<string> Attention(ModelConfig config)
    {
        var shared = config.KeyValueHeads == config.Heads ? "" : Invariant($", {config.KeyValueHeads} for keys and values");
        yield return Invariant($"attention, {config.Heads} heads of {config.HeadSize}{shared}");
        var positions = config.Positions switch
        {
            PositionKind.Rotary => Invariant($"rotary positions{(config.RotaryShare < 1 ? Invariant($" ({config.RotarySize} of {config.HeadSize})") : "")}, base {config.RopeBase:N0}{(config.RopeScaling is null ? "" : ", stretched")}"),
            PositionKind.Relative => Invariant($"bias by distance, {config.RelativeBuckets} buckets"),
            _ => "",
        };
        if (positions.Length > 0)
        {
            yield return "  " + positions;
        }

        if (config.Window > 0 && config.GlobalEvery != 1)
        {
            yield return Invariant($"  window of {config.Window:N0}{(config.GlobalEvery > 0 ? Invariant($", but 1 layer of {config.GlobalEvery} sees all") : "")}");
        }

        if (config.QueryKeyNorm || config.AttentionSoftCap > 0)
        {
            yield return "  " + string.Join(", ", new[]
            {
                config.QueryKeyNorm ? "normalised queries and keys" : null,
                config.AttentionSoftCap > 0 ? Invariant($"scores capped at {config.AttentionSoftCap:0.#}") : null,
            }.OfType<string>());
        }
    }

    private static IEnumerable<string> FeedForward(ModelConfig config)
    {
        var unit = (config.Gated, config.Activation) switch
        {
            (true, UnaryFunction.Silu) => "SwiGLU",
            (true, UnaryFunction.Relu) => "ReGLU",
            (true, _) => "GeGLU",
            (_, UnaryFunction.Silu) => "SiLU",
            (_, UnaryFunction.Relu) => "ReLU",
            _ => "GELU",
        };
        if (config.Experts > 0)
        {
            yield return Invariant($"router: {config.ExpertsPerToken} of {config.Experts} experts a token");
            yield return Invariant($"each expert a feed-forward of {config.IntermediateSize:N0}, {unit}");
        }
        else
        {
            yield return Invariant($"feed-forward of {config.IntermediateSize:N0}, {unit}");
        }
    }

    private static IEnumerable<string> Last(ModelConfig config)
    {
        if (config.NormPlacement != NormPlacement.After && config.Kind != ModelKind.Recurrent)
        {
            yield return Norm(config);
        }

        yield return config.Head switch
        {
            ModelHead.LanguageModel or ModelHead.MaskedLanguageModel => Invariant($"output {config.VocabularySize:N0}{(config.TieEmbeddings ? ", the embedding again" : "")}{(config.OutputSoftCap > 0 ? Invariant($", capped at {config.OutputSoftCap:0.#}") : "")}"),
            ModelHead.SequenceClassification or ModelHead.TokenClassification => Invariant($"classifier of {config.Labels.Count} classes"),
            ModelHead.None => "no head",
            _ => config.Head.ToString(),
        };
    }

    private static string Output(ModelConfig config) => config.Head switch
    {
        ModelHead.LanguageModel => config.PredictedTokens > 1 ? Invariant($"the next {config.PredictedTokens} tokens") : "the next token",
        ModelHead.MaskedLanguageModel => "the token at each place",
        ModelHead.SequenceClassification => "the class of the text: " + string.Join(", ", config.Labels.Take(6)),
        ModelHead.TokenClassification => "the class of each token: " + string.Join(", ", config.Labels.Take(6)),
        ModelHead.QuestionAnswering => "first and last token of the answer",
        ModelHead.MultipleChoice => "which of several texts is right",
        ModelHead.Regression => "numbers",
        ModelHead.Reward => "a reward",
        _ => "hidden states",
    };

    private static string Norm(ModelConfig config) => config.Norm == NormKind.RmsNorm ? "RMSNorm" : "LayerNorm";

    /// <summary>A text on one line of so many characters at most; what a file says in it cannot break the drawing.</summary>
    private static string Cut(string text, int width)
    {
        text = new string([.. text.Select(static character => char.IsControl(character) ? ' ' : character)]);
        return text.Length <= width ? text : text[..(width - 1)] + "…";
    }

    /// <summary>A text in lines of so many characters at most, broken at spaces where it can be; those that follow are indented.</summary>
    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var space = text.LastIndexOf(' ', width);
            var end = space > width / 2 ? space : width;
            yield return text[..end];
            text = "    " + text[end..].TrimStart();
        }

        yield return text;
    }
}
