namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data</c>: from raw files to clean text.</summary>
internal static class DataVerb
{
    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create() => new("data", "Reads, cleans, deduplicates, measures and converts text.", CleanVerb.Example, ExtractVerb.Example, LanguageVerb.Example)
    {
        CleanVerb.Create(),
        DedupVerb.Create(),
        RedactVerb.Create(),
        ToxicityVerb.Create(),
        DecontaminateVerb.Create(),
        MixVerb.Create(),
        AugmentVerb.Create(),
        SynthesizeVerb.Create(),
        ForgetVerb.Create(),
        ExplainVerb.Create(),
        RejudgeVerb.Create(),
        DiffVerb.Create(),
        StatsVerb.Create(),
        ConvertVerb.Create(),
        ExtractVerb.Create(),
        LanguageVerb.Create(),
        ClassifierVerb.Create(),
        VectorsVerb.Create(),
        BiasVerb.Create(),
        StepsVerb.Create(),
    };
}
