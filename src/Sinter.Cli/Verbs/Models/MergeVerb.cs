using System.CommandLine;
using System.Globalization;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Surgery;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model merge --method METHOD MODEL... --out DIR</c>: one model of several.</summary>
internal static class MergeVerb
{
    private static readonly Dictionary<string, MergeMethod?> Methods = new(StringComparer.Ordinal)
    {
        ["linear"] = MergeMethod.Linear,
        ["slerp"] = MergeMethod.Slerp,
        ["task"] = MergeMethod.Task,
        ["ties"] = MergeMethod.Ties,
        ["dare"] = MergeMethod.Dare,
        ["dare-ties"] = MergeMethod.DareTies,
        ["passthrough"] = null,
    };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var models = new Argument<string[]>("MODEL")
        {
            Description = "Model folders, or run folders. For passthrough with the layers that are taken, such as DIR:0-8, both ends included; the same folder may come again.",
            Arity = ArgumentArity.OneOrMore,
        };
        var method = new Option<string>("--method")
        {
            HelpName = "NAME",
            Description = $"One of {string.Join(", ", Methods.Keys)}. linear: the weighted mean; slerp: a point on the arc between two; task, ties, dare, dare-ties: the base plus what the models differ by; passthrough: layers of one on layers of another.",
            Required = true,
        };
        var baseModel = new Option<string?>("--base") { HelpName = "DIR", Description = "The model that the others were made of; for task, ties, dare and dare-ties." };
        var weights = Weights();
        var density = NumberOption.Real("--density", "D", 1e-9, 1, "The share of each model's differences that stays, for ties (the largest) and dare (by chance); 0.5 without it.");
        var t = NumberOption.Real("--t", "T", 0, 1, "For slerp, how far from the first model to the second; 0.5 without it.");
        var seed = NumberOption.Seed("--seed", "What dare draws by; 0 without it.");
        var arguments = new SurgeryArguments();
        var verb = new Verb(
            "merge",
            "Makes one model of several that differ in their weights only.",
            "sinter model merge --method slerp chat code --t 0.4 --out merged",
            "sinter model merge --method ties chat code maths --base llama --density 0.3 --out merged",
            "sinter model merge --method linear chat code --weights 0.7,0.3 --out merged",
            "sinter model merge --method passthrough chat:0-8 code:4-11 --out stacked")
        {
            models, method, baseModel, weights, density, t, seed,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var way = NamedOption.Read(Methods, "--method", parsed.GetRequiredValue(method), usual: null);
            var named = parsed.GetRequiredValue(models);
            if (way is not { } chosen)
            {
                Refuse(parsed, "passthrough takes layers as they are", baseModel, weights, density, t, seed);
                var slices = Array.ConvertAll(named, Slice);
                return Run(arguments, parsed, [.. slices.Select(static slice => slice.Folder).Distinct(StringComparer.Ordinal)], target => LayerStack.Write(slices, target), nameof(ModelConfig.Layers));
            }

            if (chosen != MergeMethod.Slerp)
            {
                Refuse(parsed, $"{parsed.GetValue(method)} has no t", t);
            }

            if (chosen is not (MergeMethod.Ties or MergeMethod.Dare or MergeMethod.DareTies))
            {
                Refuse(parsed, $"{parsed.GetValue(method)} drops no differences", density);
            }

            if (chosen is not (MergeMethod.Dare or MergeMethod.DareTies))
            {
                Refuse(parsed, $"{parsed.GetValue(method)} draws nothing", seed);
            }

            var usual = new MergeOptions { Method = chosen };
            var options = usual with
            {
                Weights = parsed.GetValue(weights) ?? [],
                Density = parsed.GetValue(density) ?? usual.Density,
                T = parsed.GetValue(t) ?? usual.T,
                Seed = parsed.GetValue(seed) ?? usual.Seed,
            };
            var folders = Array.ConvertAll(named, LoadedModel.Locate);
            var start = parsed.GetValue(baseModel) is { } path ? LoadedModel.Locate(path) : null;
            return Run(arguments, parsed, start is null ? folders : [start, .. folders], target => ModelMerge.Write(folders, start, target, options));
        });
        return verb;
    }

    private static int Run(SurgeryArguments arguments, ParseResult parsed, IReadOnlyList<string> sources, Action<string> write, params string[] free)
        => arguments.Run(
            parsed,
            [.. sources.Select(static folder => (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), folder))],
            target =>
            {
                // Before the work: whether it can be.
                ModelMerge.RequireAlike([.. sources.Select(ModelFolder.Open)], free);
                RequireOneVocabulary(sources);
                write(target);
            });

    private static Option<IReadOnlyList<double>?> Weights() => new("--weights")
    {
        HelpName = "LIST",
        Description = "A weight for each model, such as 0.7,0.3. Without it all count alike. For linear, ties and dare-ties only their shares count; for task and dare they are factors.",
        CustomParser = static result =>
        {
            var text = result.Tokens is [var only] ? only.Value : "";
            var numbers = Array.ConvertAll(text.Split(','), static item => double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN);
            if (Array.Exists(numbers, double.IsNaN))
            {
                result.AddError($"--weights is '{text}', expected numbers such as 0.7,0.3");
            }

            return numbers;
        },
    };

    /// <summary><c>DIR:0-8</c>, or a whole model.</summary>
    private static LayerSlice Slice(string text)
    {
        // A path may have a colon too.
        var colon = text.LastIndexOf(':');
        if (colon > 0 && LayerList.Range(text[(colon + 1)..]) is { } range)
        {
            return new LayerSlice(LoadedModel.Locate(text[..colon]), range.First, range.Last);
        }

        var folder = LoadedModel.Locate(text);
        return colon > 0 && !Directory.Exists(text)
            ? throw new UsageException($"'{text}' names no layers; give a folder and layers such as DIR:0-8.")
            : new LayerSlice(folder, 0, ModelFolder.Open(folder).Config.Layers - 1);
    }

    private static void Refuse(ParseResult parsed, string reason, params IReadOnlyList<Option> options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{reason}; leave out {given.Name}.");
        }
    }

    /// <summary>Refuses models whose tokens differ: the same row would stand for other texts.</summary>
    /// <exception cref="InvalidDataException">They do; the message names the first difference.</exception>
    private static void RequireOneVocabulary(IReadOnlyList<string> folders)
    {
        Tokenizer? first = null;
        var of = "";
        foreach (var folder in folders)
        {
            if (ModelFigures.TokenizerOf(folder) is not { } tokenizer)
            {
                continue;
            }

            for (var id = 0; first is not null && id < Math.Max(first.VocabularySize, tokenizer.VocabularySize); id++)
            {
                var (a, b) = (TokenAt(first, id), TokenAt(tokenizer, id));
                if (!string.Equals(a, b, StringComparison.Ordinal))
                {
                    throw new InvalidDataException(
                        FormattableString.Invariant($"The models do not fit: the token {id} is {a} in '{of}' and {b} in '{folder}'; give one of them the other's tokenizer with 'sinter model vocabulary' first."));
                }
            }

            (first, of) = first is null ? (tokenizer, folder) : (first, of);
        }
    }

    private static string TokenAt(Tokenizer tokenizer, int id) => id < tokenizer.VocabularySize && tokenizer.HasToken(id) ? $"'{tokenizer.Token(id)}'" : "missing";
}
