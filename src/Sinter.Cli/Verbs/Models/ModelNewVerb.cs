using System.CommandLine;
using System.Globalization;
using Sinter.Data;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model new PRESET --out DIR</c>: a model with random weights.</summary>
internal static class ModelNewVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var preset = new Argument<string>("PRESET") { Description = "The sizes of a published model; 'sinter model info' lists them." };
        var folder = new Option<string>("--out") { HelpName = "DIR", Description = "The model folder to write; new or empty.", Required = true };
        var seed = NumberOption.Whole("--seed", "N", 0, int.MaxValue, "The seed of the weights; 42 without it.");
        var tokenizer = new Option<string?>("--tokenizer") { HelpName = "FILE", Description = "A tokenizer that is put beside the model, and whose number of tokens becomes its vocabulary." };
        var context = NumberOption.Whole("--context", "N", 1, 1 << 24, "Another context length than the preset's.");
        var verb = new Verb(
            "new",
            "Makes a model of a published size with random weights, as its family is initialised.",
            "sinter model new gpt2-124m --out gpt2",
            "sinter model new llama-15m --tokenizer tokenizer.json --seed 7 --out baby-llama")
        {
            preset, folder, seed, tokenizer, context,
        };
        verb.SetAction(parsed => Run(
            Find(parsed.GetRequiredValue(preset)),
            parsed.GetRequiredValue(folder),
            (ulong)(parsed.GetValue(seed) ?? 42),
            parsed.GetValue(tokenizer) is { } path ? Tokenizer.Load(path) : null,
            parsed.GetValue(context),
            parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static ModelPreset Find(string name) => ModelPresets.Find(name)
        ?? throw new UsageException($"There is no preset '{name}'{Suggestion.For(name, [.. ModelPresets.All.Select(static preset => preset.Name)])}");

    private static int Run(ModelPreset preset, string folder, ulong seed, Tokenizer? tokenizer, int? context, TextWriter output)
    {
        var config = preset.Config with { VocabularySize = tokenizer?.VocabularySize ?? preset.Config.VocabularySize, ContextLength = context ?? preset.Config.ContextLength };
        ModelFolders.RequireNew(folder);
        var bytes = config.Parameters * sizeof(float);
        if (bytes > PlanText.Memory)
        {
            throw new InvalidDataException($"{preset.Name} has {Units.Count(config.Parameters)} parameters, {Units.Bytes(bytes)} in memory, and this process may use {Units.Bytes(PlanText.Memory)}; choose a smaller preset, or see 'sinter plan {preset.Name}'.");
        }

        var model = Model.Create(config, new CpuBackend(), trainable: false);
        model.Initialize(seed);
        using (var target = AtomicFolder.Create(folder))
        {
            ModelFolder.Write(target.WorkPath, config, ModelWeights.ToWrite(model), ModelFolders.Generation(tokenizer));
            tokenizer?.SaveFolder(target.WorkPath, contextLength: config.ContextLength);
            target.Complete();
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Model   {preset.Name} ({preset.Source}), {config.Parameters:N0} parameters with random weights of seed {seed}"));
        ModelFolders.List(folder, output);
        return ExitCode.Done;
    }
}
