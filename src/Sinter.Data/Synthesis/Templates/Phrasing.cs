namespace Sinter.Data.Synthesis;

/// <summary>Chooses among ways to say the same, by the hash of what is said: the same text and seed give the same phrasing.</summary>
internal static class Phrasing
{
    /// <summary>One of the phrasings, with <c>{0}</c> replaced.</summary>
    public static string Choose(ReadOnlySpan<string> phrasings, string subject, ulong seed) =>
        phrasings[(int)(StableHash.Of(subject, seed) % (ulong)phrasings.Length)].Replace("{0}", subject, StringComparison.Ordinal);
}
