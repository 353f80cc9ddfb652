using System.CommandLine;
using System.Globalization;
using Sinter.Models.Adapters;
using Sinter.Models.Files;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model adapter stack ADAPTER[=WEIGHT]... --out DIR</c>: one adapter of several.</summary>
internal static class AdapterStackVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var adapters = new Argument<string[]>("ADAPTER[=WEIGHT]")
        {
            Description = "Folders of LoRA adapters of one base model, each with what it counts, such as polite=0.7; 1 without it.",
            Arity = ArgumentArity.OneOrMore,
        };
        var verb = new Verb(
            "stack",
            "Writes one adapter that does what several do together, each by its weight: their ranks are laid side by side, and nothing is lost.",
            "sinter model adapter stack polite=0.7 brief=0.3 --out both")
        {
            adapters,
        };
        var arguments = new AdapterArguments().AddTo(verb, hasType: false);
        verb.SetAction(parsed =>
        {
            var named = Array.ConvertAll(parsed.GetRequiredValue(adapters), Named);
            var folders = Array.ConvertAll(named, static entry => AdapterArguments.Lora(entry.Path));
            foreach (var note in folders.SelectMany(static folder => folder.Config.Notes))
            {
                parsed.InvocationConfiguration.Error.WriteLine(note);
            }

            var basePath = folders[0].BasePath(arguments.Base(parsed));
            var source = ModelFolder.Open(basePath);
            var config = TunedModel.ConfigOf(folders[0], source.Config);
            using (var weights = source.OpenWeights())
            {
                if (!arguments.AnyBase(parsed) && Array.Find(folders, folder => !folder.Fits(config, weights)) is { } odd)
                {
                    throw new InvalidDataException($"The adapter in '{odd.Path}' was made for a model with other weights than those in '{basePath}'; stack adapters of one base model, or give --any-base.");
                }
            }

            var stack = LoraWeights.Stack([.. folders.Zip(named, (folder, entry) => (LoraWeights.Read(folder, config), entry.Weight))]);
            return arguments.Write(parsed, target =>
            {
                stack.Write(target, basePath, source.Generation);
                CarriedFiles.Copy(folders[0].Path, target);
            });
        });
        return verb;
    }

    /// <summary><c>polite=0.7</c>; a folder may have a sign of equality in its name too.</summary>
    private static (string Path, double Weight) Named(string text)
    {
        var equals = text.LastIndexOf('=');
        return equals <= 0 || Directory.Exists(text) ? (text, 1)
            : double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && double.IsFinite(weight) ? (text[..equals], weight)
            : throw new UsageException($"'{text}' gives no weight; give a folder and a number, such as polite=0.7.");
    }
}
