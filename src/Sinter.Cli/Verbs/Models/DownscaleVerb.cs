using System.CommandLine;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Data.Reports;
using Sinter.Models.Files;
using Sinter.Models.Surgery;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model downscale MODEL --layers LIST --out DIR</c>: a model of some of the layers.</summary>
internal static class DownscaleVerb
{
    private static readonly Dictionary<string, bool> Ways = new(StringComparer.Ordinal) { ["evenly"] = false, ["importance"] = true };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = SurgeryArguments.Model();
        var layers = LayerList.Option("--layers", "The layers that stay, in their new order, such as 0,1,4-7.");
        var keep = NumberOption.Whole("--keep", "N", 1, 1 << 12, "How many layers stay, in place of --layers.");
        var by = new Option<string?>("--by")
        {
            HelpName = "WAY",
            Description = "Which of them: evenly over the depth (without it), or those with the most importance, measured on the sample as how far a layer turns the hidden states.",
        };
        var arguments = new SurgeryArguments();
        var verb = new Verb(
            "downscale",
            "Makes a model of some of the layers; train it on afterwards.",
            "sinter model downscale runs/dotnet-docs --layers 0,1,4-7 --out smaller",
            "sinter model downscale runs/dotnet-docs --keep 6 --by importance --sample text.txt --out smaller")
        {
            model, layers, keep, by,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var (listed, count, way) = (parsed.GetValue(layers), parsed.GetValue(keep), parsed.GetValue(by));
            if (listed is null == count is null)
            {
                throw new UsageException("Give either --layers with those that stay, or --keep with how many.");
            }

            if (listed is not null && way is not null)
            {
                throw new UsageException("--by chooses among layers, and --layers names them; give one of the two.");
            }

            arguments.RequireNew(parsed);
            var path = parsed.GetRequiredValue(model);
            var source = LoadedModel.Locate(path);
            var chosen = listed
                ?? (NamedOption.Read(Ways, "--by", way, usual: false)
                    ? MostImportant(path, count!.Value, arguments.Sample(parsed), arguments.Threads(parsed), parsed.InvocationConfiguration.Output)
                    : LayerSurgery.Evenly(ModelFolder.Open(source).Config.Layers, count!.Value));
            return arguments.Run(parsed, source, target => LayerSurgery.Write(source, target, chosen));
        });
        return verb;
    }

    private static IReadOnlyList<int> MostImportant(string path, int count, ModelSample sample, int threads, TextWriter output)
    {
        // Before the work: whether there are so many.
        var config = ModelFolder.Open(LoadedModel.Locate(path)).Config;
        LayerImportance.MostImportant(config, new double[config.Layers], count);
        var loaded = LoadedModel.Load(path, threads);
        var importance = LayerImportance.Measure(loaded.TextModel, sample.Sequences(config, loaded.Tokenizer));
        var kept = LayerImportance.MostImportant(config, importance, count);

        // A choice that does not fit is told before anything is shown.
        LayerSurgery.Describe(config, kept);
        output.WriteLine("layer  importance");
        for (var layer = 0; layer < importance.Length; layer++)
        {
            output.WriteLine($"{Units.Count(layer),5}  {Quantity.Fixed(importance[layer], 6),10}{(kept.Contains(layer) ? "" : "  goes")}");
        }

        return kept;
    }
}
