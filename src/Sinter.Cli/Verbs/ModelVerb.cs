using Sinter.Cli.Verbs.Models;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter model</c>: what is done with model folders.</summary>
internal static class ModelVerb
{
    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create() => new("model", "Makes, shows, brings, writes and changes model folders.", "sinter model info gpt2-124m", ModelImportVerb.Example, "sinter model upscale runs/dotnet-docs --overlap 2 --out deeper")
    {
        ModelNewVerb.Create(),
        ModelInfoVerb.Create(),
        ModelImportVerb.Create(),
        ModelExportVerb.Create(),
        UpscaleVerb.Create(),
        InsertVerb.Create(),
        DownscaleVerb.Create(),
        NarrowVerb.Create(),
        MergeVerb.Create(),
        AdapterVerb.Create(),
        VocabularyVerb.Create(),
        ConvertVerb.Create(),
    };
}
