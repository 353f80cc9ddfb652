using Sinter.Cli.Verbs.Models;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter model</c>: what is done with model folders.</summary>
internal static class ModelVerb
{
    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create() => new("model", "Works with model folders.", ModelImportVerb.Example, "sinter model upscale runs/dotnet-docs --overlap 2 --out deeper")
    {
        ModelImportVerb.Create(),
        UpscaleVerb.Create(),
        InsertVerb.Create(),
        DownscaleVerb.Create(),
        NarrowVerb.Create(),
        MergeVerb.Create(),
        VocabularyVerb.Create(),
        ConvertVerb.Create(),
    };
}
