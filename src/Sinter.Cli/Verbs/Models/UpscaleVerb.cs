using Sinter.Models.Files;
using Sinter.Models.Surgery;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model upscale MODEL --overlap M --out DIR</c>: a deeper model of two overlapping copies of the layers.</summary>
internal static class UpscaleVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = SurgeryArguments.Model();
        var overlap = NumberOption.Whole("--overlap", "M", 0, 1 << 12, "Layers that each of the two copies leaves out at the seam: n layers become 2 (n - M); SOLAR took 8 of 32.");
        overlap.Required = true;
        var arguments = new SurgeryArguments();
        var verb = new Verb(
            "upscale",
            "Makes a deeper model of two overlapping copies of the layers (depth up-scaling); train it on afterwards.",
            "sinter model upscale runs/dotnet-docs --overlap 2 --out deeper")
        {
            model, overlap,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var source = LoadedModel.Locate(parsed.GetRequiredValue(model));
            var layers = LayerSurgery.Upscaled(ModelFolder.Open(source).Config.Layers, parsed.GetValue(overlap)!.Value);
            return arguments.Run(parsed, source, target => LayerSurgery.Write(source, target, layers));
        });
        return verb;
    }
}
