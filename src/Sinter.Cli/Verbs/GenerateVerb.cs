using System.CommandLine;
using System.Globalization;
using Sinter.Inference;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter generate MODEL</c>: the continuation of a text.</summary>
internal static class GenerateVerb
{
    private const double DefaultTemperature = 0.8;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A model folder (config.json, model.safetensors, tokenizer.json), an adapter's folder beside its base model, or a run folder, whose final model is taken." };
        var prompt = new Option<string>("--prompt") { HelpName = "TEXT", Description = "The text to continue. Without it, a new text begins.", DefaultValueFactory = _ => "" };
        var arguments = new GenerationArguments("The most tokens to generate; 256 without it.", DefaultTemperature);
        var verb = new Verb(
            "generate",
            "Continues a text with a model. The prompt and its continuation go to the standard output as they come, figures to the standard error.",
            "sinter generate runs/dotnet-docs --prompt \"Returns the\" --max-tokens 50",
            "sinter generate runs/dotnet-docs --prompt \"Returns the\" --max-tokens 50 --greedy",
            "sinter generate stories --prompt \"Once upon a time\" --temperature 0.9 --top-p 0.95 --seed 7")
        {
            model, prompt,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var loaded = LoadedModel.Load(parsed.GetRequiredValue(model), arguments.Threads(parsed));
            var options = arguments.Read(parsed, loaded.Folder.Generation);
            return Run(loaded, parsed.GetValue(prompt) ?? "", options, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return verb;
    }

    private static int Run(LoadedModel loaded, string prompt, GenerationOptions options, TextWriter output, TextWriter error)
    {
        foreach (var note in loaded.Notes)
        {
            error.WriteLine(note);
        }

        using var interruption = new Interruption();
        var generation = new TextGenerator(TokenModels.Of(loaded.Model, speculate: options.Sampling.Temperature == 0), loaded.Tokenizer, loaded.Folder.Generation.EndOfText).Start(prompt, options);
        var code = ExitCode.Done;
        output.Write(prompt);
        output.Flush();
        try
        {
            foreach (var piece in generation.Stream(interruption.Token))
            {
                output.Write(piece);
                output.Flush();
            }
        }
        catch (OperationCanceledException)
        {
            code = ExitCode.Interrupted;
        }

        output.WriteLine();
        output.Flush();
        error.WriteLine(Summary(generation, options));
        return code;
    }

    /// <summary>Such as <c>prompt 5 tokens, 812 tokens/s; generated 200 tokens, 640 tokens/s; ended by --max-tokens; temperature 0.8, seed 12</c>.</summary>
    private static string Summary(Generation generation, GenerationOptions options)
    {
        var sampling = options.Sampling;
        var drawn = sampling.Temperature == 0 ? "greedy" : string.Create(CultureInfo.InvariantCulture, $"temperature {sampling.Temperature}, seed {sampling.Seed}");
        var ended = generation.FinishReason switch
        {
            FinishReason.EndOfText => "the model ended the text",
            FinishReason.MaxTokens => "ended by --max-tokens",
            FinishReason.ContextFull => "ended as the model's context is full",
            _ => "interrupted",
        };
        return $"prompt {Tokens(generation.PromptTokens)}, {Units.Count(generation.PrefillTokensPerSecond)} tokens/s; "
            + $"generated {Tokens(generation.Tokens.Count)}, {Units.Count(generation.DecodeTokensPerSecond)} tokens/s; {ended}; {drawn}";
    }

    private static string Tokens(int count) => $"{Units.Count(count)} {(count == 1 ? "token" : "tokens")}";
}
