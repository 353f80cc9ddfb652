using Sinter.Models.Surgery;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model narrow MODEL --intermediate N --heads N --out DIR</c>: a model without the neurons and heads that matter least.</summary>
internal static class NarrowVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = SurgeryArguments.Model();
        var intermediate = NumberOption.Whole("--intermediate", "N", 1, 1 << 20, "Feed-forward neurons that stay in each layer: those with the largest weights.");
        var heads = NumberOption.Whole("--heads", "N", 1, 1 << 12, "Query heads that stay in each layer; those that share a key and value head stay or go together.");
        var arguments = new SurgeryArguments();
        var verb = new Verb(
            "narrow",
            "Makes a narrower model: in each layer the feed-forward neurons and heads with the smallest weights go. Train it on afterwards.",
            "sinter model narrow runs/dotnet-docs --intermediate 512 --out narrower",
            "sinter model narrow llama --intermediate 8192 --heads 24 --out narrower")
        {
            model, intermediate, heads,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(intermediate) is null && parsed.GetValue(heads) is null)
            {
                throw new UsageException("Give --intermediate, --heads or both.");
            }

            var source = LoadedModel.Locate(parsed.GetRequiredValue(model));
            return arguments.Run(parsed, source, target => WidthPruning.Write(source, target, parsed.GetValue(intermediate), parsed.GetValue(heads)));
        });
        return verb;
    }
}
