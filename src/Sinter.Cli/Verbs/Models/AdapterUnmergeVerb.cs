using System.CommandLine;
using Sinter.Models.Adapters;
using Sinter.Models.Files;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model adapter unmerge MODEL ADAPTER --out DIR</c>: the base model back from the whole one, within rounding.</summary>
internal static class AdapterUnmergeVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = new Argument<string>("MODEL") { Description = "The folder of a model that the adapter was merged into." };
        var adapter = AdapterArguments.Adapter();
        var verb = new Verb(
            "unmerge",
            "Takes a LoRA adapter out of a model that it was merged into: the base model's weights within rounding. DoRA and saved heads cannot be taken out.",
            "sinter model adapter unmerge whole tuned --out base-again")
        {
            model, adapter,
        };
        var arguments = new AdapterArguments().AddTo(verb, hasBase: false);
        verb.SetAction(parsed =>
        {
            var path = LoadedModel.Locate(parsed.GetRequiredValue(model));
            var folder = AdapterArguments.Lora(parsed.GetRequiredValue(adapter));
            var source = ModelFolder.Open(path);
            var lora = LoraWeights.Read(folder, TunedModel.ConfigOf(folder, source.Config));
            return arguments.Write(parsed, target =>
            {
                var whole = ModelWeights.Load(path, AdapterArguments.Backend());
                MergedAdapter.Subtract(lora, whole);
                arguments.WriteModel(parsed, target, whole, source, path);
            });
        });
        return verb;
    }
}
