using Sinter.Models.Files;
using Sinter.Models.Surgery;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model insert MODEL --at LIST --out DIR</c>: new layers that do nothing yet.</summary>
internal static class InsertVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = SurgeryArguments.Model();
        var at = LayerList.Option("--at", "Layers that a new one comes behind, such as 1,3,5; one that is named twice is followed by two. Each is a copy of the layer before it whose outputs are zero.");
        at.Required = true;
        var arguments = new SurgeryArguments();
        var verb = new Verb(
            "insert",
            "Makes a deeper model that computes what it did: the new layers add nothing until they are trained.",
            "sinter model insert runs/dotnet-docs --at 1,3,5 --out deeper")
        {
            model, at,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var source = LoadedModel.Locate(parsed.GetRequiredValue(model));
            var (layers, added) = LayerSurgery.Inserted(ModelFolder.Open(source).Config, parsed.GetValue(at)!);
            return arguments.Run(parsed, source, target => LayerSurgery.Write(source, target, layers, added));
        });
        return verb;
    }
}
