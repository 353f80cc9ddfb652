using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model adapter info ADAPTER</c>: what an adapter is and what it is for.</summary>
internal static class AdapterInfoVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var adapter = AdapterArguments.Adapter();
        var json = new Option<bool>("--json") { Description = "Write the figures as JSON." };
        var verb = new Verb(
            "info",
            "Shows an adapter: its kind, what it changes, how large it is, and whether its base model is there and is the right one.",
            "sinter model adapter info tuned",
            "sinter model adapter info tuned --json")
        {
            adapter, json,
        };
        verb.SetAction(parsed =>
        {
            var folder = AdapterFolder.Open(parsed.GetRequiredValue(adapter));
            var facts = Facts(folder);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(facts.ToDictionary(static fact => fact.Name, static fact => fact.Text), Json));
                return ExitCode.Done;
            }

            foreach (var (name, text) in facts)
            {
                output.WriteLine($"{name,-12}  {text}");
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static List<(string Name, string Text)> Facts(AdapterFolder folder)
    {
        using var file = WeightFiles.Open(Directory.GetFiles(folder.Path, "adapter_model.*").Order(StringComparer.Ordinal).LastOrDefault() ?? throw new FileNotFoundException($"The adapter folder '{folder.Path}' holds no adapter_model.safetensors; it is incomplete.", folder.Path));
        var (config, fit) = Base(folder);
        var parameters = file.Tensors.Sum(static info => info.Elements);
        List<(string Name, string Text)> facts = [("kind", folder.Config.PeftType), ("task", folder.Config.TaskType ?? "not said"), ("base model", folder.Config.BaseModel ?? "not said"), ("base found", fit)];
        switch (folder.Adapter)
        {
            case LoraAdapter { Options: var lora }:
                facts.Add(("form", (lora.Dora ? "DoRA" : "LoRA") + (lora.RankStabilized ? ", scaled by alpha / sqrt(rank)" : ", scaled by alpha / rank")));
                facts.Add(("rank", Number(lora.Rank) + (lora.Ranks.Count > 0 ? ", others in single layers" : "")));
                facts.Add(("alpha", lora.Alpha.ToString(CultureInfo.InvariantCulture)));
                if (config is not null)
                {
                    var targets = ((LoraAdapter)folder.Adapter).TargetsOf(config);
                    facts.Add(("layers", $"{Number(targets.Count)}: {string.Join(", ", targets.Select(static target => target.Leaf).Distinct(StringComparer.Ordinal))}"));
                }

                break;
            case BottleneckAdapter { Options: var options }:
                facts.Add(("width", Number(options.Size)));
                facts.Add(("behind", string.Join(", ", options.Places)));
                break;
            default:
                facts.Add(("virtual", $"{Number(folder.Adapter.VirtualTokens)} tokens before each text"));
                break;
        }

        var saved = config is null ? [] : ModelTensors.Of(config).Where(place => folder.Adapter.Saves(config, place.Parameter)).Select(static place => place.Info.Name).ToArray();
        if (saved.Length > 0)
        {
            facts.Add(("saved parts", string.Join(", ", saved)));
        }

        facts.Add(("parameters", parameters.ToString("N0", CultureInfo.InvariantCulture) + (config is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {100.0 * parameters / config.Parameters:0.##} % of the model's"))));
        facts.Add(("on disk", Units.Bytes(new FileInfo(file.Path).Length)));
        facts.AddRange(folder.Config.Notes.Select(static note => ("note", note)));
        return facts;
    }

    /// <summary>The model with the adapter's head where the base is there, and how they fit.</summary>
    private static (ModelConfig? Config, string Fit) Base(AdapterFolder folder)
    {
        try
        {
            var path = folder.BasePath();
            var model = ModelFolder.Open(path);
            var config = TunedModel.ConfigOf(folder, model.Config);
            using var weights = model.OpenWeights();
            return (config, folder.Fits(config, weights) ? path : $"{path}, but with other weights than the adapter was made for");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return (folder.Model, "no: " + fault.Message);
        }
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
