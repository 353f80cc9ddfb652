namespace Sinter.Data.Inputs;

/// <summary>
/// A pattern of file names with <c>/</c> between folders on every system: <c>*</c> and <c>?</c> stand within a name, <c>**</c> for any folders (also none),
/// <c>{a,b}</c> for one of several spellings. Letters count as they are written. It takes time in proportion to pattern times name at most, whatever the pattern.
/// </summary>
public sealed class GlobPattern
{
    /// <summary>How many spellings the braces of one pattern may give.</summary>
    public const int MaximumAlternatives = 1024;

    private const string AnyFolders = "**";

    private readonly string[][] _alternatives;

    /// <summary>Takes a pattern apart; throws <see cref="ArgumentException"/> where its braces do not close or give too many spellings.</summary>
    public GlobPattern(string pattern)
    {
        Pattern = pattern;
        var spellings = new List<string>();
        Expand(pattern, spellings);
        _alternatives = [.. spellings.Select(spelling => spelling.Split('/', StringSplitOptions.RemoveEmptyEntries)).Select(Segments)];
    }

    /// <summary>The pattern as it was given.</summary>
    public string Pattern { get; }

    /// <summary>How many folders deep a match can lie at most: the number of its names; <see cref="int.MaxValue"/> where <c>**</c> is in it.</summary>
    public int Depth => _alternatives.Max(names => Array.IndexOf(names, AnyFolders) >= 0 ? int.MaxValue : names.Length);

    /// <summary>Whether a name has a sign that makes it a pattern.</summary>
    public static bool IsPattern(string name) => name.AsSpan().ContainsAny("*?{");

    /// <summary>Whether a path with <c>/</c> between folders matches. Names that begin with a dot match only what names the dot.</summary>
    public bool Matches(string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(_alternatives, segments => MatchesPath(segments, names));
    }

    private static string[] Segments(string[] names)
    {
        var kept = new List<string>(names.Length);
        foreach (var name in names)
        {
            // Several '**' in a row mean what one means; '.' means nothing.
            if (name != "." && (name != AnyFolders || kept.Count == 0 || kept[^1] != AnyFolders))
            {
                kept.Add(name);
            }
        }

        return [.. kept];
    }

    private void Expand(string pattern, List<string> into)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            into.Add(into.Count < MaximumAlternatives ? pattern : throw new ArgumentException($"The pattern '{Pattern}' has more than {MaximumAlternatives} spellings; give several shorter patterns."));
            return;
        }

        var depth = 0;
        var starts = open + 1;
        var choices = new List<string>();
        for (var i = open; i < pattern.Length; i++)
        {
            depth += pattern[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 || (depth == 1 && pattern[i] == ','))
            {
                choices.Add(pattern[starts..i]);
                starts = i + 1;
            }

            if (depth == 0)
            {
                foreach (var choice in choices)
                {
                    Expand(string.Concat(pattern.AsSpan(0, open), choice, pattern.AsSpan(i + 1)), into);
                }

                return;
            }
        }

        throw new ArgumentException($"The pattern '{Pattern}' has a '{{' that is never closed by a '}}'.");
    }

    // Going back to the last star alone is enough for patterns of this kind, which keeps both matchers from trying ever more combinations.
    private static bool MatchesPath(ReadOnlySpan<string> pattern, ReadOnlySpan<string> names)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < names.Length)
        {
            if (p < pattern.Length && pattern[p] == AnyFolders)
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && MatchesName(pattern[p], names[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0 && !names[resume].StartsWith('.'))
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == AnyFolders)
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (name is ['.', ..] && pattern is not ['.', ..])
        {
            return false;
        }

        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
