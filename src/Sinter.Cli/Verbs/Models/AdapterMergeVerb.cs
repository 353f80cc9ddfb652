using Sinter.Models.Adapters;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model adapter merge ADAPTER --out DIR</c>: the whole model that base and adapter are together.</summary>
internal static class AdapterMergeVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var adapter = AdapterArguments.Adapter();
        var verb = new Verb(
            "merge",
            "Writes the whole model that a base model is with a LoRA or DoRA adapter: as fast as the base model, and no adapter is needed.",
            "sinter model adapter merge tuned --out whole",
            "sinter model adapter merge tuned --base runs/dotnet-docs --type bf16 --out whole")
        {
            adapter,
        };
        var arguments = new AdapterArguments().AddTo(verb);
        verb.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(adapter);
            var folder = AdapterArguments.Lora(path);
            foreach (var note in folder.Config.Notes)
            {
                parsed.InvocationConfiguration.Error.WriteLine(note);
            }

            return arguments.Write(parsed, target =>
            {
                var tuned = TunedModel.Load(path, AdapterArguments.Backend(), basePath: arguments.Base(parsed), anyBase: arguments.AnyBase(parsed));
                arguments.WriteModel(parsed, target, tuned.Model, tuned.Folder, tuned.TokenizerPath);
            });
        });
        return verb;
    }
}
