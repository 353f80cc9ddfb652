using System.Collections.Frozen;

namespace Sinter.Data.Privacy;

/// <summary>
/// What is passed over though it is found: exact values (<c>info@example.com</c>), domains with those below them (<c>@example.com</c>, for e-mail addresses and addresses of the
/// web), and patterns (<c>192.168.*</c>: a star stands for any characters, a question mark for one). Upper and lower case of ASCII count as the same.
/// </summary>
public sealed class PersonalAllowList
{
    private const int LongestPattern = 200;

    private readonly FrozenSet<string> _values;
    private readonly FrozenSet<string> _domains;
    private readonly string[] _patterns;

    /// <summary>Makes a list.</summary>
    /// <param name="entries">An entry each: a value, <c>@</c> and a domain, or a pattern with <c>*</c> or <c>?</c>.</param>
    /// <exception cref="ArgumentException">A pattern is longer than 200 characters.</exception>
    public PersonalAllowList(IEnumerable<string> entries)
    {
        var (values, domains, patterns) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var entry in entries.Select(static entry => entry.Trim()).Where(static entry => entry.Length > 0))
        {
            if (entry.AsSpan().IndexOfAny('*', '?') >= 0)
            {
                patterns.Add(entry.Length <= LongestPattern ? entry : throw new ArgumentException($"A pattern of an allow list has {entry.Length} characters; at most {LongestPattern} are possible.", nameof(entries)));
            }
            else if (entry[0] == '@' && entry.Contains('.', StringComparison.Ordinal))
            {
                domains.Add(entry[1..]);
            }
            else
            {
                values.Add(entry);
            }
        }

        _values = values.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _domains = domains.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _patterns = [.. patterns];
    }

    /// <summary>A list of nothing.</summary>
    public static PersonalAllowList Empty { get; } = new([]);

    /// <summary>Whether anything is on it.</summary>
    public bool IsEmpty => _values.Count == 0 && _domains.Count == 0 && _patterns.Length == 0;

    /// <summary>Reads a list from a file: an entry each line; lines that begin with <c>#</c> and empty ones are passed over.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">See the constructor.</exception>
    public static PersonalAllowList Load(string path) => new(File.ReadLines(path).Where(static line => !line.StartsWith('#')));

    /// <summary>Whether a value is passed over.</summary>
    public bool Allows(ReadOnlySpan<char> value)
    {
        if (_values.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value) || (_domains.Count > 0 && AllowsDomain(value)))
        {
            return true;
        }

        foreach (var pattern in _patterns)
        {
            if (System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: true))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the domain after the last <c>@</c>, or one above it, is on the list.</summary>
    private bool AllowsDomain(ReadOnlySpan<char> value)
    {
        var at = value.LastIndexOf('@');
        if (at < 0)
        {
            return false;
        }

        var domain = value[(at + 1)..];
        var end = domain.IndexOfAny(":/?#");
        domain = end < 0 ? domain : domain[..end];
        var domains = _domains.GetAlternateLookup<ReadOnlySpan<char>>();
        while (!domains.Contains(domain))
        {
            var dot = domain.IndexOf('.');
            if (dot < 0)
            {
                return false;
            }

            domain = domain[(dot + 1)..];
        }

        return true;
    }
}
