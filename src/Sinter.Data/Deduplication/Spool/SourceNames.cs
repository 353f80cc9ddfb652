namespace Sinter.Data.Deduplication;

/// <summary>The sources of documents by number, for figures. There may be as many as there are documents, so all behind the first thousand are one.</summary>
internal sealed class SourceNames
{
    private const int Most = 1000;
    private const string Others = "(others)";

    private readonly List<string> _names;
    private readonly Dictionary<string, ushort> _numbers = new(StringComparer.Ordinal);

    public SourceNames(IEnumerable<string> known)
    {
        _names = [.. known];
        for (var i = 0; i < _names.Count; i++)
        {
            _numbers[_names[i]] = (ushort)i;
        }
    }

    public IReadOnlyList<string> Names => _names;

    public ushort NumberOf(string source)
    {
        if (_numbers.TryGetValue(source, out var number))
        {
            return number;
        }

        if (_names.Count >= Most)
        {
            source = Others;
            if (_numbers.TryGetValue(source, out number))
            {
                return number;
            }
        }

        number = (ushort)_names.Count;
        _names.Add(source);
        _numbers[source] = number;
        return number;
    }
}
