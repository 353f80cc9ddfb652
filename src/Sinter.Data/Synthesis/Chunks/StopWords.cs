namespace Sinter.Data.Synthesis;

/// <summary>English words that say nothing about what a text is about.</summary>
internal static class StopWords
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> All = new HashSet<string>(
        ("a about above after again against all almost also although always am among an and another any are aren't around as at be became because become been before being below between both but by can "
        + "can't could couldn't did didn't do does doesn't doing don't down during each either especially etc even ever every few first for from further had hadn't has hasn't have haven't having he her here hers "
        + "herself him himself his how however i if in including instead into is isn't it its itself just last later least less like made made main many may me might more most much must my myself near neither no nor "
        + "not now of off often on once one only onto or other others otherwise our ours out over own per perhaps quite rather same second several shall she should since so some sometimes still such than that the "
        + "their theirs them themselves then there therefore these they this those though three through thus to together too toward towards two under until up upon us used uses using usually very was wasn't way we "
        + "well were weren't what when where whereas whether which while who whom whose why will with within without won't would yet you your yours").Split(' '),
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word is one, letter case aside.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => All.Contains(word);
}
