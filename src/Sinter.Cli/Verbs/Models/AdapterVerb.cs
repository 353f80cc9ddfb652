namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model adapter</c>: what is done with adapters of PEFT's layout.</summary>
internal static class AdapterVerb
{
    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create() => new(
        "adapter",
        "Shows adapters, merges them into their base models, takes them out again, and stacks several.",
        "sinter model adapter info tuned",
        "sinter model adapter merge tuned --out whole",
        "sinter model adapter stack polite=0.7 brief=0.3 --out both")
    {
        AdapterInfoVerb.Create(),
        AdapterMergeVerb.Create(),
        AdapterUnmergeVerb.Create(),
        AdapterStackVerb.Create(),
    };
}
